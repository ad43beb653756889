using System.CommandLine;

namespace StavisLive.Cli.CommandLine;

/// <summary>An option that overrides keys of a configuration; declaring it says how they are called as well.</summary>
internal class KeyOption<T>(string name, params string[] keys) : Option<T>(name), IKeyOption
{
    /// <inheritdoc />
    public Option Option => this;

    /// <inheritdoc />
    public IReadOnlyList<string> Keys => keys;
}
