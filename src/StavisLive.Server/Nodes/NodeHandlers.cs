using System.Net;

namespace StavisLive.Server.Nodes;

/// <summary>What speaks to servers of other machines, for who has nothing to add to it.</summary>
internal static class NodeHandlers
{
    /// <summary>A new one, for any address.</summary>
    public static SocketsHttpHandler New() => new()
    {
        // A machine that is gone answers nothing at all: whoever waits looks for the source elsewhere meanwhile.
        ConnectTimeout = TimeSpan.FromSeconds(2),
        KeepAlivePingDelay = TimeSpan.FromSeconds(5),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
        // There may be a call for every viewer, and what stands between may take fewer of them on a connection than the server does.
        EnableMultipleHttp2Connections = true,
        PooledConnectionIdleTimeout = NodeConnections.KeptUnused,
        // What comes is passed on as it is.
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
    };
}
