using System.CommandLine;
using System.CommandLine.Parsing;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Diagnostics;

namespace StavisLive.Cli.CommandLine;

/// <summary>Says what is wrong with a command line and what was probably meant.</summary>
internal static class UsageErrors
{
    /// <summary>Everything that is wrong, in words; nothing where the command line can be run.</summary>
    public static IReadOnlyList<string> In(ParseResult parsed) => parsed.Errors.Count > 0
        ? [.. parsed.Errors.Select(error => Safe(parsed, error.Message) + Hint(parsed, error.Message))]
        : [.. Misplaced(parsed)];

    /// <summary>Tells what is wrong.</summary>
    /// <returns>The exit code.</returns>
    public static int Report(IReadOnlyList<string> errors)
    {
        foreach (var error in errors) Console.Error.WriteLine("stavis-live: " + error);
        Console.Error.WriteLine("See stavis-live --help.");
        return ExitCode.WrongUsage;
    }

    // Whatever was given may be an address, also where it is the value of the wrong option or of none.
    private static string Safe(ParseResult parsed, string message) => SafeAddress.Redact(parsed.Tokens.Select(token => token.Value)
        .Concat(parsed.UnmatchedTokens)
        .Where(text => text.Contains('@') || text.Contains("://", StringComparison.Ordinal))
        .OrderByDescending(text => text.Length)
        .Aggregate(message, (safe, text) => safe.Replace(text, SafeAddress.Of(text), StringComparison.Ordinal)));

    private static string Hint(ParseResult parsed, string message)
    {
        var unmatched = parsed.UnmatchedTokens.FirstOrDefault(token => message.Contains($"'{token}'", StringComparison.Ordinal));
        if (unmatched is null) return "";
        var command = parsed.CommandResult.Command;
        var known = command.Options.Select(option => option.Name).Concat(command.Subcommands.Select(sub => sub.Name));
        return NearestName.Find(unmatched.Split('=')[0], known) is { } nearest ? $" Did you mean {nearest}?" : "";
    }

    // The parser takes them for options of the command above, which doesn't run.
    private static IEnumerable<string> Misplaced(ParseResult parsed)
    {
        for (var below = parsed.CommandResult; below.Parent is CommandResult above; below = above)
        {
            foreach (var given in above.Children.OfType<OptionResult>().Where(given => given is { Implicit: false, Option.Recursive: false }))
                yield return $"{given.Option.Name} stands before {below.Command.Name}; options of a command stand behind it.";
        }
    }
}
