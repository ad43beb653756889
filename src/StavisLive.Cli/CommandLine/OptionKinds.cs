using System.CommandLine;

namespace StavisLive.Cli.CommandLine;

/// <summary>The kinds of option that override a configuration's key: null where they are not given.</summary>
internal static class OptionKinds
{
    public static Option<string?> Text(string name, string value, string description) => new(name) { HelpName = value, Description = description };

    public static Option<double?> Number(string name, string value, string description) => new(name) { HelpName = value, Description = description };

    public static Option<bool?> Flag(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.Zero };
}
