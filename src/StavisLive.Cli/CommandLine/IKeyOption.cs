using System.CommandLine;

namespace StavisLive.Cli.CommandLine;

/// <summary>An option that overrides keys of a configuration, and so is what the command line calls them.</summary>
internal interface IKeyOption
{
    /// <summary>The option itself.</summary>
    Option Option { get; }

    /// <summary>The keys, such as <c>source.mic</c>; with a value, such as <c>outputs.display=false</c>, where it stands for that alone.</summary>
    IReadOnlyList<string> Keys { get; }
}
