namespace StavisLive.Core.Inference;

/// <summary>How one stream's windows are treated beside others'.</summary>
public sealed record LaneOptions
{
    /// <summary>Name of the stream, in traces.</summary>
    public string Stream { get; init; } = "";

    /// <summary>Whether the newest window wins (live), or each is waited for (offline).</summary>
    public required bool IsLive { get; init; }

    /// <summary>Share of the network beside other streams, 1 or more.</summary>
    /// <value>The default value is 1.</value>
    public int Priority { get; init; } = 1;

    /// <summary>Told of each window that a newer one pushed out; must neither wait nor throw.</summary>
    public Action? Dropped { get; init; }
}
