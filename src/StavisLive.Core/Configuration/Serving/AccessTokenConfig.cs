using StavisLive.Core.Media;

namespace StavisLive.Core.Configuration.Serving;

/// <summary>Somebody who may use the server, and for what.</summary>
public sealed record AccessTokenConfig
{
    /// <summary>Who it is for, in the log.</summary>
    public string Name { get; init; } = "";

    /// <summary>The secret, at least 16 letters; <c>${NAME}</c> takes it from the environment, <c>${file:PATH}</c> from a file.</summary>
    public string Token { get; init; } = "";

    /// <summary>What it allows: <c>viewer</c>, the default, to look; <c>operator</c> to change as well.</summary>
    public AccessRole Role { get; init; } = AccessRole.Viewer;

    /// <summary>Names of the sources that a viewer sees; empty, the default: all of them.</summary>
    public ValueList<string> Sources { get; init; } = [];
}
