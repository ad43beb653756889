using Microsoft.Extensions.Hosting;

namespace StavisLive.Cluster.Nodes;

/// <summary>Why this node ends before somebody wants it to.</summary>
/// <param name="lease">Lost with it.</param>
/// <param name="lifetime">Told.</param>
internal sealed class NodeEnd(NodeLease lease, IHostApplicationLifetime lifetime) : IFatalErrorHandler
{
    private volatile string? _reason;

    /// <summary>Why, for people; null where it doesn't.</summary>
    public string? Reason => _reason;

    /// <summary>Whether it may join anew: the cluster has given up this run of it, not the node.</summary>
    public bool MayRejoin { get; private set; }

    /// <summary>Ends the node.</summary>
    public void Begin(string reason, bool mayRejoin)
    {
        lease.Lose();
        MayRejoin = mayRejoin;
        _reason ??= reason;
        lifetime.StopApplication();
    }

    /// <inheritdoc />
    public bool IsUnexpected(Exception exception) => true;

    /// <inheritdoc />
    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null) =>
        Begin(context ?? exception?.Message ?? "It failed.", mayRejoin: true);
}
