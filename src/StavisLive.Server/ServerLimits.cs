using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace StavisLive.Server;

/// <summary>Bounds of what requests may cost.</summary>
internal static class ServerLimits
{
    // Zones of a source are the largest thing that is sent, uploads apart.
    private const long LargestBody = 256 << 10;

    // A browser has six connections and a WebSocket; a hundred people at a wall fit.
    private const long MostConnections = 1000;
    private const long MostUpgradedConnections = 600;

    /// <summary>How long a client has for a request's beginning.</summary>
    public static TimeSpan HeadersTimeout { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Sets them.</summary>
    public static void Apply(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = LargestBody;
        limits.MaxConcurrentConnections = MostConnections;
        limits.MaxConcurrentUpgradedConnections = MostUpgradedConnections;
        limits.RequestHeadersTimeout = HeadersTimeout;
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
    }
}
