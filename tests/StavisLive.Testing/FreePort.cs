using System.Net;
using System.Net.Sockets;

namespace StavisLive.Testing;

/// <summary>Ports of the loopback interface for what is told where to listen, or listens there again after it was gone.</summary>
/// <remarks>What binds port 0 and keeps what it got is safe without.</remarks>
public static class FreePort
{
    // Below what systems give connections (ip_local_port_range), of which any could have a port that nobody listens on for a moment.
    private const int First = 10_000;
    private const int Count = 10_000;

    // Tests of other projects run at the same time.
    private static int _last = Random.Shared.Next(Count);

    /// <summary>One that nobody listens on, and that this process is given only once in a long time.</summary>
    public static int Next(ProtocolType protocol = ProtocolType.Tcp)
    {
        for (var tries = 0; tries < Count; tries++)
        {
            var port = First + (Interlocked.Increment(ref _last) % Count);
            if (IsFree(port, protocol)) return port;
        }
        throw new InvalidOperationException($"All ports from {First} to {First + Count - 1} are taken.");
    }

    /// <summary>The first of two in a row.</summary>
    public static int NextPair()
    {
        while (true)
        {
            var port = Next();
            if (Next() == port + 1) return port;
        }
    }

    private static bool IsFree(int port, ProtocolType protocol)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, protocol == ProtocolType.Tcp ? SocketType.Stream : SocketType.Dgram, protocol);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
