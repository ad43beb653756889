using System.CommandLine;
using StavisLive.Core.Configuration;

namespace StavisLive.Cli.CommandLine;

/// <summary>Says what is wrong with a command line and what was probably meant.</summary>
internal static class UsageErrors
{
    public static int Report(ParseResult parsed)
    {
        foreach (var error in parsed.Errors) Console.Error.WriteLine("stavis-live: " + error.Message + Hint(parsed, error.Message));
        Console.Error.WriteLine("See stavis-live --help.");
        return ExitCode.WrongUsage;
    }

    private static string Hint(ParseResult parsed, string message)
    {
        var unmatched = parsed.UnmatchedTokens.FirstOrDefault(token => message.Contains($"'{token}'", StringComparison.Ordinal));
        if (unmatched is null) return "";
        var command = parsed.CommandResult.Command;
        var known = command.Options.Select(option => option.Name).Concat(command.Subcommands.Select(sub => sub.Name));
        return NearestName.Find(unmatched, known) is { } nearest ? $" Did you mean {nearest}?" : "";
    }
}
