using System.CommandLine;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Diagnostics;

namespace StavisLive.Cli.CommandLine;

/// <summary>Says what is wrong with a command line and what was probably meant.</summary>
internal static class UsageErrors
{
    public static int Report(ParseResult parsed)
    {
        foreach (var error in parsed.Errors) Console.Error.WriteLine("stavis-live: " + Safe(parsed, error.Message) + Hint(parsed, error.Message));
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
        return NearestName.Find(unmatched, known) is { } nearest ? $" Did you mean {nearest}?" : "";
    }
}
