using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;

namespace StavisLive.Media.Encoding.Regions.Gaze;

/// <summary>An eye tracker that sends its lines as datagrams: what came last counts.</summary>
internal sealed partial class UdpGaze : IGazeSource
{
    private readonly Socket _socket;
    private readonly NewestGaze _newest;
    private readonly ILogger _log;
    private bool _hasWarned;
    private bool _hasTold;

    /// <summary>Begins to listen.</summary>
    /// <exception cref="SinkException">The port is taken, or the address is none of this machine's.</exception>
    public UdpGaze(IPEndPoint address, TimeProvider time, ILogger log)
    {
        (_newest, _log) = (new NewestGaze(time), log);
        _socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            _socket.Bind(address);
        }
        catch (SocketException e)
        {
            _socket.Dispose();
            throw new SinkException($"`outputs.gaze.address`: udp://{address} cannot be listened on: {e.Message}", e);
        }
        _ = ListenAsync();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address => (IPEndPoint)_socket.LocalEndPoint!;

    /// <inheritdoc />
    public GazeSample? At(MediaTime time) => _newest.Get();

    /// <inheritdoc />
    public void Dispose() => _socket.Dispose();

    private async Task ListenAsync()
    {
        var buffer = new byte[ushort.MaxValue];
        while (true)
        {
            try
            {
                var length = await _socket.ReceiveAsync(buffer).ConfigureAwait(false);
                Take(System.Text.Encoding.UTF8.GetString(buffer, 0, length));
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.MessageSize)
            {
                // Somebody else's trouble; the next datagram may be good.
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // It was disposed.
                return;
            }
        }
    }

    private void Take(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.IsWhiteSpace()) continue;
            if (GazeSample.Parse(line) is { } sample)
            {
                _newest.Take(sample);
                if (!_hasTold) LogArrives(_log, Address);
                _hasTold = true;
            }
            else
            {
                if (!_hasWarned) LogBadLine(_log, line[..Math.Min(line.Length, 80)].ToString());
                _hasWarned = true;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Gaze arrives on udp://{Address}")]
    private static partial void LogArrives(ILogger log, IPEndPoint address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The eye tracker's lines are \"t x y\", with x and y from 0 to 1; passed over: \"{Line}\" and whatever else is like it")]
    private static partial void LogBadLine(ILogger log, string line);
}
