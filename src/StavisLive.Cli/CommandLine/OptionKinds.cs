using System.CommandLine;
using StavisLive.Core.Configuration;

namespace StavisLive.Cli.CommandLine;

/// <summary>The kinds of option that override a configuration's key: null where they are not given.</summary>
internal static class OptionKinds
{
    public static KeyOption<string?> Text(string name, string key, string value, string description) => new(name, key) { HelpName = value, Description = description };

    public static KeyOption<double?> Number(string name, string key, string value, string description) => new(name, key) { HelpName = value, Description = description };

    public static KeyOption<bool?> Flag(string name, string key, string description) => new(name, key) { Description = description, Arity = ArgumentArity.Zero };

    public static WordOption<T> Word<T>(string name, string key, string value, string description)
        where T : struct => new(name, key) { HelpName = value, Description = description };

    /// <summary>The words among these options' values that their keys don't know.</summary>
    public static IEnumerable<ConfigProblem> Misread(IEnumerable<Option> options, ParseResult parsed) =>
        options.OfType<IWordOption>().Select(option => option.ProblemIn(parsed)).OfType<ConfigProblem>();

    /// <summary>The words that a file holds and no setting knows, but for those whose option is given: that takes their place.</summary>
    public static IEnumerable<ConfigProblem> StillMisread(StavisConfig file, IEnumerable<Option> options, ParseResult parsed)
    {
        var given = options.OfType<IKeyOption>().Where(option => parsed.GetResult(option.Option) is not null).SelectMany(option => option.Keys).ToHashSet();
        return file.Misread.Where(problem => !given.Contains(problem.LocalKey));
    }
}
