using System.Globalization;
using System.Text.RegularExpressions;

namespace StavisLive.Core.Configuration.Editing;

/// <summary>The steps of a path such as <c>sources[2].source.masks</c>: keys, and indices of lists.</summary>
internal static partial class ConfigPath
{
    /// <summary>Takes a path apart; of each step either the key or the index is given.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static IReadOnlyList<(string? Key, int Index)> Parse(string path)
    {
        var match = Whole().Match(path);
        if (!match.Success) throw new ArgumentException($"\"{path}\" is no path of keys.", nameof(path));
        return [.. match.Groups["step"].Captures.Select(step => StepOf(step.Value))];
    }

    private static (string? Key, int Index) StepOf(string step) =>
        step[0] == '[' ? (null, int.Parse(step.AsSpan(1, step.Length - 2), CultureInfo.InvariantCulture)) : (step, 0);

    [GeneratedRegex(@"^(?<step>\w+)(?:\.(?<step>\w+)|(?<step>\[\d{1,9}\]))*$", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();
}
