namespace StavisLive.Core.Configuration;

/// <summary>A configuration that cannot be run: every problem found, each a sentence for people.</summary>
public sealed class ConfigException : StavisException
{
    private readonly ConfigLines _lines;

    /// <summary>One problem that belongs to no key.</summary>
    public ConfigException(string problem)
        : this([problem])
    {
    }

    /// <summary>Problems that belong to no key.</summary>
    public ConfigException(IReadOnlyList<string> problems)
        : this([.. problems.Select(problem => new ConfigProblem("", null, problem))])
    {
    }

    /// <summary>Problems of keys, with the lines where these stand.</summary>
    public ConfigException(IReadOnlyList<ConfigProblem> found, ConfigLines? lines = null)
        : base(string.Join(Environment.NewLine, (lines ?? ConfigLines.None).Describe(found)))
    {
        Found = found;
        _lines = lines ?? ConfigLines.None;
    }

    /// <summary>What was found, key by key; the key is empty where a problem belongs to none.</summary>
    public IReadOnlyList<ConfigProblem> Found { get; }

    /// <summary>What is wrong, where, and what would be right; settings are called by their keys.</summary>
    public IReadOnlyList<string> Problems => _lines.Describe(Found);

    /// <summary>The same in somebody else's words, such as those of a command line.</summary>
    public IReadOnlyList<string> Describe(Func<ConfigProblem, string> word) => _lines.Describe(Found, word);
}
