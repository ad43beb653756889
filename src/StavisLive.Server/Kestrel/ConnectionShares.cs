using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace StavisLive.Server.Kestrel;

/// <summary>Bounds the connections, and keeps a single address from taking all of them.</summary>
/// <remarks>
/// They count before anybody has shown a token. This machine's own (a proxy, a probe) are counted apart, so that no stranger takes
/// their places. An IPv6 network of 64 bits counts as one address: whoever has one of its addresses has all that it wants.
/// </remarks>
/// <param name="most">Most connections of other machines together, and most of this one.</param>
/// <param name="mostOfOne">Most connections of one other address.</param>
internal sealed class ConnectionShares(int most, int mostOfOne)
{
    private const int NetworkBytes = 8;

    private readonly Dictionary<IPAddress, int> _counts = [];
    private int _strangers;

    /// <summary>A connection's first step; those that are too many are closed.</summary>
    public ConnectionDelegate Admit(ConnectionDelegate next) => async connection =>
    {
        var place = PlaceOf(connection.RemoteEndPoint);
        if (!TryEnter(place)) return;
        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            Leave(place);
        }
    };

    private static IPAddress PlaceOf(EndPoint? end)
    {
        if (end is not IPEndPoint { Address: var address }) return IPAddress.Loopback;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address)) return IPAddress.Loopback;
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }

    private bool TryEnter(IPAddress place)
    {
        var isStranger = !IPAddress.IsLoopback(place);
        lock (_counts)
        {
            var count = _counts.GetValueOrDefault(place);
            if (count >= (isStranger ? mostOfOne : most) || (isStranger && _strangers >= most)) return false;
            _counts[place] = count + 1;
            if (isStranger) _strangers++;
            return true;
        }
    }

    private void Leave(IPAddress place)
    {
        lock (_counts)
        {
            if (--_counts[place] == 0) _counts.Remove(place);
            if (!IPAddress.IsLoopback(place)) _strangers--;
        }
    }
}
