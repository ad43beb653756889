using System.CommandLine;
using StavisLive.Core.Configuration;

namespace StavisLive.Cli.CommandLine;

/// <summary>Says in the command line's words what everything below it says by key.</summary>
internal static class OptionWords
{
    // Built once more for this, but only where there is something to say.
    private static readonly Lazy<IReadOnlyDictionary<string, string>> Options = new(() => NamesIn(StavisCommandLine.Build()));

    /// <summary>A sentence with its settings called by their options.</summary>
    public static string Of(string text) => KeyText.Render(text, NameOf);

    /// <summary>A problem, with its option and its key: <c>--mic (source.mic) listens live, ...</c></summary>
    public static string Of(ConfigProblem problem)
    {
        var text = KeyText.Render(problem.Message, setting => NameOf(setting) switch
        {
            null => setting,
            var option when setting == problem.LocalKey => $"{option} ({setting})",
            var option => option,
        });
        // Who has named no source at all may not know of the other way.
        return problem is { LocalKey: "source", Value: null } ? text.TrimEnd('.') + " (in a configuration: source.camera, ...)." : text;
    }

    /// <summary>Every problem in a sentence, with the file and line that it comes from.</summary>
    public static IReadOnlyList<string> Of(ConfigException e) => e.Describe(Of);

    private static string? NameOf(string setting)
    {
        if (Options.Value.TryGetValue(setting, out var whole)) return whole;
        var (key, value) = setting.IndexOf('=') is > 0 and var at ? (setting[..at], " " + setting[(at + 1)..]) : (setting, "");
        // One of several masks is called as they all are.
        var entry = key.IndexOf('[');
        return Options.Value.TryGetValue(entry < 0 ? key : key[..entry], out var option) ? option + value : null;
    }

    private static Dictionary<string, string> NamesIn(Command root)
    {
        var names = new Dictionary<string, string>();
        foreach (var option in AllOf(root).OfType<IKeyOption>())
        {
            foreach (var key in option.Keys) names.TryAdd(key, option.Option.Name);
        }
        return names;
    }

    private static IEnumerable<Option> AllOf(Command command) => command.Options.Concat(command.Subcommands.SelectMany(AllOf));
}
