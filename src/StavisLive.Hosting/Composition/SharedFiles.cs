using StavisLive.Core.Configuration;
using StavisLive.Media.Files;
using StavisLive.Media.Sources.Stills;

namespace StavisLive.Hosting.Composition;

/// <summary>Finds outputs that would be written over something that is read, or over each other, whatever names and links lead there.</summary>
internal static class SharedFiles
{
    /// <summary>Everything that is wrong, by key.</summary>
    public static IEnumerable<ConfigProblem> Problems(StavisConfig config) =>
        UsesOf(config)
            .Where(use => use.Path.Length > 0)
            .GroupBy(use => FilePlace.IdentityOf(use.Path))
            .SelectMany(Clashes)
            .Concat(config.Streams().SelectMany((stream, index) => PictureProblems(stream).Select(config.PlaceOf(index))));

    private static IEnumerable<ConfigProblem> Clashes(IEnumerable<FileUse> same)
    {
        var first = same.FirstOrDefault(use => !use.IsWritten) ?? same.First();
        return same.Where(use => use.IsWritten && use != first).Select(use => use.Place(new ConfigProblem(use.Key, use.Path, first.IsWritten
            ? $"`{use.Key}` is given twice: {use.Path} is the same file or folder as {first.Name}, {first.Path}; every output needs a path of its own{(use.Owner.Length > 0 ? " (such as {name}.jsonl)" : "")}."
            : $"`{use.Key}` would be written over {first.Name}: {use.Path} is the same file or folder as {first.Path}; give it another path.")));
    }

    private static IEnumerable<FileUse> UsesOf(StavisConfig config)
    {
        if (config.Lines.File is { } file) yield return new("", file, IsWritten: false, "", problem => problem);
        yield return new("model.weights", config.Model.Weights ?? DefaultWeights.File, IsWritten: false, "", problem => problem);
        foreach (var (index, stream) in config.Streams().Index())
        {
            var owner = config.Sources.Count > 1 ? $" of sources[{index}] ({stream.Name})" : "";
            if (stream.Source.Input is { } input) yield return new("source.input", input, IsWritten: false, owner, config.PlaceOf(index));
            if (stream.Source.Camera is { } camera && Path.IsPathRooted(camera)) yield return new("source.camera", camera, IsWritten: false, owner, config.PlaceOf(index));
            foreach (var (key, path) in stream.Outputs.Files) yield return new($"outputs.{key}", path, IsWritten: true, owner, config.PlaceOf(index));
            // Standard output and sockets are nobody's files, but no two streams' either.
            if (stream.Outputs.Metrics is OutputConfig.StandardOutput) yield return new("outputs.metrics", OutputConfig.StandardOutput, IsWritten: true, owner, config.PlaceOf(index));
            if (stream.Outputs.QpMaps is { } maps && !stream.Outputs.Files.Any(file => file.Key == "qpMaps"))
                yield return new("outputs.qpMaps", maps.StartsWith(OutputConfig.SocketPrefix, StringComparison.Ordinal) ? maps[OutputConfig.SocketPrefix.Length..] : maps, IsWritten: true, owner, config.PlaceOf(index));
        }
        if (config.Log.File is { } log) yield return new("log.file", log, IsWritten: true, "", problem => problem);
    }

    // Overlays in a folder are called as their pictures are.
    private static IEnumerable<ConfigProblem> PictureProblems(StreamConfig stream)
    {
        if (stream.Source.Input is not { Length: > 0 } input || stream.Outputs.Overlay is not { } overlay) yield break;
        if (!ImageSource.IsStills(input) || !Directory.Exists(overlay) || FilePlace.IdentityOf(input) == FilePlace.IdentityOf(overlay)) yield break;
        string[] pictures = Directory.Exists(input) ? Directory.GetFiles(input) : [input];
        var read = pictures.Select(FilePlace.IdentityOf).ToHashSet();
        var clash = pictures
            .Select(picture => Path.Combine(overlay, Path.GetFileNameWithoutExtension(picture) + ".png"))
            .FirstOrDefault(target => File.Exists(target) && read.Contains(FilePlace.IdentityOf(target)));
        if (clash is not null) yield return new("outputs.overlay", overlay, $"`outputs.overlay` would be written over `source.input`: {clash} is one of its pictures; name another folder.");
    }
}
