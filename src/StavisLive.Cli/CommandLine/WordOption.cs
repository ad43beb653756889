using System.CommandLine;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Reading;

namespace StavisLive.Cli.CommandLine;

/// <summary>An option whose value is one word of those that its key knows. An unknown one is a problem like any other, told with them all.</summary>
internal sealed class WordOption<T>(string name, string key) : KeyOption<string?>(name, key), IWordOption
    where T : struct
{
    /// <summary>What was given; null where nothing was, or nothing that is known.</summary>
    public T? ValueIn(ParseResult parsed) => parsed.GetValue(this) is { } word ? ConfigWords.Parse<T>(word) : null;

    /// <inheritdoc />
    public ConfigProblem? ProblemIn(ParseResult parsed) =>
        parsed.GetValue(this) is { } word && ConfigWords.Parse<T>(word) is null ? ConfigWords.Problem<T>(Keys[0], word) : null;
}
