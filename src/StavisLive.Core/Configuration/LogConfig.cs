namespace StavisLive.Core.Configuration;

/// <summary>What is told, and where.</summary>
public sealed record LogConfig
{
    /// <summary>Least that is told: <c>debug</c>, <c>information</c>, the default, <c>warning</c> or <c>error</c>.</summary>
    public LogSeverity Level { get; init; } = LogSeverity.Information;

    /// <summary>Log file, a new one each day, seven kept; null, the default: none.</summary>
    public string? File { get; init; }
}
