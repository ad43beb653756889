namespace StavisLive.Core.Configuration;

/// <summary>A configuration or command line that cannot be run: every problem found, each a sentence for people.</summary>
public sealed class ConfigException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public ConfigException(string problem)
        : this([problem])
    {
    }

    /// <summary>What is wrong, where, and what would be right.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
