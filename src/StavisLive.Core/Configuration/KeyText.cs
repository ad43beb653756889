using System.Text.RegularExpressions;

namespace StavisLive.Core.Configuration;

/// <summary>
/// Sentences that speak of settings: <c>Or use `source.mic=none`.</c> Each stands between backticks by its key, where it matters with
/// a value, so that a front can call it what its users call it.
/// </summary>
/// <remarks>
/// Messages of problems, of exceptions and of the log are written so, and keep their settings wherever they are passed on or become
/// part of another sentence.
/// </remarks>
public static partial class KeyText
{
    /// <summary>The sentence with its settings called by their keys.</summary>
    public static string Plain(string text) => Render(text, static setting => setting);

    /// <summary>The sentence in the words of a front.</summary>
    /// <param name="text">The sentence.</param>
    /// <param name="name">
    /// What a setting is called: <c>source.mic</c>, or with a value <c>source.mic=none</c>; null leaves it as it stands.
    /// </param>
    public static string Render(string text, Func<string, string?> name) =>
        Setting().Replace(text, setting => name(setting.Groups["setting"].Value) ?? setting.Value);

    [GeneratedRegex(@"`(?<setting>[a-z]\w*(\[\d+\])?(\.[a-z]\w*(\[\d+\])?)*(=[^`]*)?)`")]
    private static partial Regex Setting();
}
