using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace StavisLive.Server.Kestrel;

/// <summary>Bounds what there is for everybody, connections or requests, and keeps a single address from taking all of it.</summary>
/// <remarks>
/// They count before anybody has shown a token. This machine's own (a proxy, a probe) are counted apart, so that no stranger takes
/// their places. An IPv6 network of 64 bits counts as one address: whoever has one of its addresses has all that it wants.
/// </remarks>
/// <param name="what">What is counted, as the beginning of a sentence in the log.</param>
/// <param name="most">Most of other machines together, and most of this one.</param>
/// <param name="mostOfOne">Most of one other address.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told of those that were refused, once a minute at most.</param>
internal sealed partial class AddressShares(string what, int most, int mostOfOne, TimeProvider time, ILogger log)
{
    private const int NetworkBytes = 8;

    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private readonly Dictionary<IPAddress, int> _counts = [];
    private int _strangers;
    private long? _toldAt;

    /// <summary>A connection's first step; those that are too many are closed.</summary>
    public ConnectionDelegate Admit(ConnectionDelegate next) => async connection =>
    {
        if (TryEnter(connection.RemoteEndPoint) is not { } place) return;
        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            Leave(place);
        }
    };

    /// <summary>Takes a place for a connection.</summary>
    /// <returns>Where it comes from, to leave with; null where there is no place.</returns>
    public IPAddress? TryEnter(EndPoint? end) => TryEnter((end as IPEndPoint)?.Address);

    /// <summary>Takes a place for what comes from an address.</summary>
    /// <param name="address">The address; null: it came over no network.</param>
    /// <returns>What the address counts as, to leave with; null where there is no place.</returns>
    public IPAddress? TryEnter(IPAddress? address)
    {
        var place = PlaceOf(address);
        var isStranger = !IPAddress.IsLoopback(place);
        lock (_counts)
        {
            var count = _counts.GetValueOrDefault(place);
            if (count < (isStranger ? mostOfOne : most) && (!isStranger || _strangers < most))
            {
                _counts[place] = count + 1;
                if (isStranger) _strangers++;
                return place;
            }
            if (_toldAt is { } told && time.GetElapsedTime(told) < Silence) return null;
            _toldAt = time.GetTimestamp();
            LogFull(log, what, place, count, _strangers);
            return null;
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Leave(IPAddress place)
    {
        lock (_counts)
        {
            if (--_counts[place] == 0) _counts.Remove(place);
            if (!IPAddress.IsLoopback(place)) _strangers--;
        }
    }

    private static IPAddress PlaceOf(IPAddress? address)
    {
        if (address is null) return IPAddress.Loopback;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address)) return IPAddress.Loopback;
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "{What:l} of {Address} are refused: it has {Count}, and all other machines together have {Strangers}, which is as many as there may be")]
    private static partial void LogFull(ILogger log, string what, IPAddress address, int count, int strangers);
}
