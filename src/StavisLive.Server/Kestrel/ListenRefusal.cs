using System.Net;
using System.Net.Sockets;
using StavisLive.Core.Configuration;

namespace StavisLive.Server.Kestrel;

/// <summary>Why this program cannot listen somewhere.</summary>
/// <param name="IsTaken">Whether somebody else listens there.</param>
/// <param name="MayPass">Whether it may be otherwise soon: whoever listens there may end, and a network may get its address only after the start.</param>
/// <param name="Reason">In words, to go on a sentence with.</param>
internal sealed record ListenRefusal(bool IsTaken, bool MayPass, string Reason)
{
    // Below it are ports of the system's services, on all systems but Windows.
    private const int FirstUnprivileged = 1024;

    /// <summary>Tries it for a moment, before anything else is begun; null: it can.</summary>
    public static ListenRefusal? Of(IPAddress address, int port)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, port));
            return null;
        }
        catch (SocketException e)
        {
            return new ListenRefusal(e.SocketErrorCode == SocketError.AddressAlreadyInUse, e.SocketErrorCode != SocketError.AccessDenied, ReasonOf(e, address, port));
        }
    }

    /// <summary>What to end with: a service is begun again after a failure, but not after a mistake in its configuration.</summary>
    public Exception ToException(string message) => MayPass ? new IOException(message) : new ConfigException(message);

    private static string ReasonOf(SocketException e, IPAddress address, int port) => e.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => $"port {port} is taken by another program",
        SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported => $"{address} is no address of this machine",
        SocketError.AccessDenied when port < FirstUnprivileged && !OperatingSystem.IsWindows() =>
            $"ports below {FirstUnprivileged}, such as {port}, are for root, and for programs with the capability CAP_NET_BIND_SERVICE",
        _ => $"port {port} of {address} cannot be used: {e.Message}",
    };
}
