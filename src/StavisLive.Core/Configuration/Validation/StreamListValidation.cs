using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Configuration.Sources;

namespace StavisLive.Core.Configuration.Validation;

/// <summary>Checks what is to be watched: every source by itself, and all of them together.</summary>
internal static class StreamListValidation
{
    // Beyond that the others all but stand still.
    private const int MostPriority = 100;

    /// <summary>Everything that is wrong, by the place of the source in the list.</summary>
    public static IEnumerable<ConfigProblem> Problems(StavisConfig config)
    {
        var streams = config.Streams();
        return streams
            .SelectMany((stream, index) => StreamValidation.Problems(stream).Concat(NameProblems(config, stream)).Select(config.PlaceOf(index)))
            .Concat(SameNames(config, streams))
            .Concat(CommonProblems(config));
    }

    // In a file a source is given what it doesn't say itself. A configuration made otherwise doesn't tell what was said from a default.
    private static IEnumerable<ConfigProblem> CommonProblems(StavisConfig config)
    {
        if (config.Sources.Count == 0 || config.Lines.File is not null) yield break;
        if (config.Source != new SourceConfig()) yield return Common("source");
        if (config.Window != new WindowConfig()) yield return Common("window");
        if (config.Outputs != new OutputConfig()) yield return Common("outputs");
    }

    private static ConfigProblem Common(string key) =>
        new(key, null, $"`{key}` counts for a list of sources only in a file; set it in each entry of `sources` instead.");

    private static IEnumerable<ConfigProblem> NameProblems(StavisConfig config, StreamConfig stream)
    {
        // A single source is called what it is.
        if (config.Sources.Count == 0) yield break;
        if (!StreamName.IsGood(stream.Name!))
        {
            yield return new("name", stream.Name,
                $"its name must be 1 to {StreamName.MostLetters} letters, digits, dots, underscores, dashes or blanks, not \"{stream.Name}\".");
        }
        if (stream.Priority is < 1 or > MostPriority) yield return ConfigProblem.Of("priority", stream.Priority, $"its priority must be 1 to {MostPriority}, not {stream.Priority}.");
    }

    private static IEnumerable<ConfigProblem> SameNames(StavisConfig config, IReadOnlyList<StreamConfig> streams) =>
        // Files are named after them, and some file systems don't tell "Door" from "door".
        from same in streams.Select((stream, index) => (stream.Name, Index: index)).GroupBy(stream => stream.Name, StringComparer.OrdinalIgnoreCase)
        from later in same.Skip(1)
        select config.PlaceOf(later.Index)(new ConfigProblem("name", later.Name,
            $"sources[{same.First().Index}] has the same name; give each a \"name\" of its own."));
}
