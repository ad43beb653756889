using StavisLive.Cluster.Contracts;
using StavisLive.Cluster.Placement;

namespace StavisLive.Cluster.Wall;

/// <summary>The nodes as they report, and whom of them one may count on. Used from one grain only.</summary>
/// <param name="membership">Who is there, as the nodes themselves agree.</param>
/// <param name="time">The clock.</param>
internal sealed class NodeBoard(ISiloStatusOracle membership, TimeProvider time)
{
    private readonly Dictionary<string, KnownNode> _nodes = [];
    private readonly long _begun = time.GetTimestamp();
    private long _changedAt = time.GetTimestamp();

    /// <summary>The nodes of which something was heard and that aren't known to be gone.</summary>
    public IReadOnlyCollection<KnownNode> Nodes => _nodes.Values;

    /// <summary>How often a node has come or gone, or was to be reached elsewhere.</summary>
    public long Changes { get; private set; }

    /// <summary>How long no node has come or gone.</summary>
    public TimeSpan Unchanged => time.GetElapsedTime(_changedAt);

    /// <summary>The node of a name; null where none is known.</summary>
    public KnownNode? Find(string name) => _nodes.GetValueOrDefault(name);

    /// <summary>Takes what a node tells.</summary>
    /// <returns>False where another node of that name is there, or this run of it is over.</returns>
    public bool Note(NodeReport report)
    {
        if (IsDead(report.Silo)) return false;
        var before = Find(report.Name);
        if (before is not null && before.Report.Silo != report.Silo && !IsGone(before.Report.Silo)) return false;
        if (before?.Report.Silo != report.Silo) _changedAt = time.GetTimestamp();
        if ((before?.Report.Silo, before?.Report.Address) != (report.Silo, report.Address)) Changes++;
        _nodes[report.Name] = new KnownNode(report, time.GetTimestamp());
        return true;
    }

    /// <summary>Whether a run of a node has been declared dead. While it cannot read Redis it doesn't know, and goes on.</summary>
    public bool IsDead(string silo) => membership.IsDeadSilo(SiloAddress.FromParsableString(silo));

    /// <summary>Forgets the nodes that are gone.</summary>
    /// <returns>Their names.</returns>
    public IReadOnlyList<string> ForgetGone()
    {
        IReadOnlyList<string> gone = [.. _nodes.Where(node => IsGone(node.Value.Report.Silo)).Select(node => node.Key)];
        foreach (var name in gone) _nodes.Remove(name);
        if (gone.Count > 0) _changedAt = time.GetTimestamp();
        Changes += gone.Count;
        return gone;
    }

    /// <summary>
    /// Whether a run of a node is over, or must have ended its streams because it has been silent for longer than its lease: they may be
    /// run elsewhere.
    /// </summary>
    public bool IsGone(string silo)
    {
        if (IsDead(silo)) return true;
        var silent = time.GetElapsedTime(HeardOf(silo)?.HeardAt ?? _begun);
        // A node may report before this one has learned that it has joined.
        return silent > (membership.GetApproximateSiloStatus(SiloAddress.FromParsableString(silo)) is SiloStatus.None ? WallTimes.Fresh : WallTimes.Silence);
    }

    /// <summary>Nodes whose next report is overdue, by their runs.</summary>
    public IReadOnlyList<string> Late() => [.. _nodes.Values.Where(node => time.GetElapsedTime(node.HeardAt) > WallTimes.Late).Select(node => node.Report.Silo)];

    /// <summary>Whether a node was heard lately.</summary>
    public bool IsFresh(KnownNode node) => time.GetElapsedTime(node.HeardAt) < WallTimes.Fresh;

    /// <summary>Whether every node that the cluster has was heard, or there was time enough for that.</summary>
    public bool IsComplete() => time.GetElapsedTime(_begun) > WallTimes.Fresh || Active.All(silo => HeardOf(silo) is not null);

    /// <summary>Whether every node that the cluster has is heard, and none of them reaches Redis: then nobody could have begun a second wall.</summary>
    public bool AllLackStore() => Active.All(silo => HeardOf(silo) is { Report.SeesStore: false } node && IsFresh(node));

    /// <summary>Nodes that streams may be on, with the load that these make.</summary>
    /// <param name="draining">Nodes that get nothing new, by their runs.</param>
    /// <param name="loadOf">What a node's streams want, by its name.</param>
    public IEnumerable<NodeRoom> Rooms(IReadOnlySet<string> draining, Func<string, double> loadOf) =>
        from node in _nodes.Values
        let report = node.Report
        where IsFresh(node) && !report.IsLeaving && !draining.Contains(report.Silo)
        select new NodeRoom(report.Name, report.Capacity, loadOf(report.Name), report.HasCuda, report.Labels, Closed(report));

    // A stream that begins takes its epoch in Redis; what a node gives is measured on one that does nothing else.
    private static string? Closed(NodeReport report) => report.Capacity <= 0 ? "is not ready yet" : report.SeesStore ? null : "does not reach Redis";

    private IEnumerable<string> Active => membership.GetApproximateSiloStatuses(onlyActive: true).Keys.Select(silo => silo.ToParsableString());

    private KnownNode? HeardOf(string silo) => _nodes.Values.FirstOrDefault(node => node.Report.Silo == silo);
}
