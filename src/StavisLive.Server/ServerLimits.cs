using Microsoft.AspNetCore.Server.Kestrel.Core;
using StavisLive.Server.Feeds;

namespace StavisLive.Server;

/// <summary>Bounds of what requests may cost.</summary>
internal static class ServerLimits
{
    /// <summary>Most connections of other machines together, and as many of this one.</summary>
    /// <remarks>A browser has six and a WebSocket; a hundred people at a wall fit.</remarks>
    public const int MostConnections = 1000;

    /// <summary>Most connections of one other address, so that there is room for others.</summary>
    public const int MostConnectionsOfOne = MostConnections / 2;

    // Zones of a source are the largest thing that is sent, uploads apart.
    private const long LargestBody = 256 << 10;

    private const long MostUpgradedConnections = 600;

    // Whoever has a place among those who follow feeds can have its feed on the connection that it has already, and a hundred other requests
    // beside it: for one too many a client waits for ever, and says nothing. Other machines, which pass more on, open further connections.
    private const int MostStreamsOfAConnection = ClientLimit.MostHere + 100;

    /// <summary>How long a client has for a request's beginning.</summary>
    public static TimeSpan HeadersTimeout { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Sets them.</summary>
    public static void Apply(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = LargestBody;
        limits.MaxConcurrentUpgradedConnections = MostUpgradedConnections;
        limits.RequestHeadersTimeout = HeadersTimeout;
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
        limits.Http2.MaxStreamsPerConnection = MostStreamsOfAConnection;
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
    }
}
