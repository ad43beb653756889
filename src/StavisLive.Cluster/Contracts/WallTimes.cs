namespace StavisLive.Cluster.Contracts;

/// <summary>How long everybody in a cluster waits for whom. One place, since the times hang together.</summary>
internal static class WallTimes
{
    /// <summary>
    /// How long a node may go on without hearing of the wall. Longer than a wall needs to begin anew elsewhere after its node was killed
    /// (1.5 s to notice, a report's interval, a call), even on a busy machine.
    /// </summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);

    /// <summary>How often a node reports.</summary>
    public static readonly TimeSpan Report = TimeSpan.FromSeconds(0.5);

    /// <summary>How often the wall looks at everything, if nothing gives it a reason to before.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromSeconds(0.25);

    /// <summary>How long a node may be silent before its port is looked at: a report that is a little late.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromSeconds(0.8);

    /// <summary>How old what is known of Redis or a node may be to count as fresh.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a wall may grant nothing before it gives way to one on a node that reaches Redis. All streams have ended by then; but a machine that is
    /// merely busy, or a Redis that comes back to some before others, takes seconds, too, and a wall that gives way costs its node's streams.
    /// </summary>
    public static readonly TimeSpan Lost = TimeSpan.FromSeconds(10);

    /// <summary>After that, whoever has been silent has ended its streams: its lease, and a second for its clock and its files.</summary>
    public static readonly TimeSpan Silence = Lease + TimeSpan.FromSeconds(1);

    /// <summary>How long an order is given before it counts as lost where the node doesn't tell of it: a source may be long in opening.</summary>
    public static readonly TimeSpan Order = TimeSpan.FromSeconds(3);

    /// <summary>The pause before a stream that a node couldn't run is ordered again.</summary>
    public static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    /// <summary>How long nothing may have come or gone before streams are moved for balance.</summary>
    public static readonly TimeSpan Settle = TimeSpan.FromSeconds(30);

    /// <summary>The pause between two rounds of such moves.</summary>
    public static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

    /// <summary>How long a stream stays where it was moved to.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(5);

    /// <summary>How long nodes go on telling of their sources after somebody has asked.</summary>
    public static readonly TimeSpan Interest = TimeSpan.FromSeconds(10);
}
