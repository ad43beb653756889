namespace StavisLive.Core.Configuration;

/// <summary>What is told, and where.</summary>
public sealed record LogConfig
{
    /// <summary>Least level that is told: <c>debug</c>, <c>information</c>, <c>warning</c> or <c>error</c>.</summary>
    public string Level { get; init; } = "information";

    /// <summary>Log file, a new one each day, seven kept; null: none.</summary>
    public string? File { get; init; }
}
