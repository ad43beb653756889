namespace StavisLive.Core.Sources.Reconnection;

/// <summary>How patient a supervised source is.</summary>
public sealed record SupervisionOptions
{
    /// <summary>How often in a row a new connection is tried for before the source is given up; null: for ever.</summary>
    /// <value>The default value is null. 0 ends the source with its first connection.</value>
    public int? ReconnectAttempts { get; init; }

    /// <summary>Whether a first connection that fails is tried for again like a later one, instead of being an error.</summary>
    /// <value>The default value is false: what was asked for may never have existed.</value>
    public bool KeepsTrying { get; init; }

    /// <summary>Age of the newest frame from which on the source counts as stalled.</summary>
    /// <value>The default value is 2 seconds. Well below the source's own read time-out, which ends the connection.</value>
    public TimeSpan StalledAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Greatest age at which a frame is still worth showing when a newer one follows at once.</summary>
    /// <value>The default value is 0.5 seconds.</value>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Whether what piled up before a connection's first frame is skipped: a network stream's way, not a camera's.</summary>
    /// <value>The default value is true.</value>
    public bool SkipsBacklog { get; init; } = true;
}
