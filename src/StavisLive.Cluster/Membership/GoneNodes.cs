using System.Net.Sockets;

namespace StavisLive.Cluster.Membership;

/// <summary>
/// Declares nodes dead whose machine says that nobody listens at their port any more, which is faster than waiting for what they don't
/// answer. Where a whole machine is gone nobody says anything, and Orleans' own probes find it out.
/// </summary>
/// <param name="membership">Who is there.</param>
internal sealed class GoneNodes(IClusterMembershipService membership)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.5);

    /// <summary>Looks, and declares it dead if that is so.</summary>
    /// <param name="silo">Address of the node's run.</param>
    public async Task LookAtAsync(string silo)
    {
        var address = SiloAddress.FromParsableString(silo);
        if (membership.CurrentSnapshot.GetSiloStatus(address) is SiloStatus.Active && await RefusesAsync(address).ConfigureAwait(false))
            await membership.TryKill(address).ConfigureAwait(false);
    }

    /// <summary>Declares a node dead that says itself that it cannot go on.</summary>
    /// <param name="silo">Address of the node's run.</param>
    public Task GiveUpAsync(string silo) => membership.TryKill(SiloAddress.FromParsableString(silo));

    private static async Task<bool> RefusesAsync(SiloAddress silo)
    {
        using var socket = new Socket(silo.Endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await socket.ConnectAsync(silo.Endpoint, patience.Token).ConfigureAwait(false);
            return false;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode is SocketError.ConnectionRefused;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
