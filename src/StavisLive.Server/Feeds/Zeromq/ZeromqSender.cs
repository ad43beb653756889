using System.Threading.Channels;
using NetMQ;
using NetMQ.Sockets;

namespace StavisLive.Server.Feeds.Zeromq;

/// <summary>The one socket that everything is published on, and the one task that uses it. Nobody waits for a subscriber.</summary>
/// <remarks>
/// A subscriber that reads too slowly misses what comes once <see cref="MostWaiting"/> messages wait for it; what waits for the
/// socket itself is pushed out by what is newer, and counted.
/// </remarks>
internal sealed class ZeromqSender : IAsyncDisposable
{
    // Two seconds of a source; three megabytes a subscriber.
    private const int MostWaiting = 64;

    private readonly PublisherSocket _socket = new();
    private readonly Channel<NetMQMessage> _waiting;
    private readonly Task _sending;
    private long _skipped;

    /// <param name="address">Where subscribers connect to, <c>tcp://HOST:PORT</c>.</param>
    /// <exception cref="IOException">It cannot be had.</exception>
    public ZeromqSender(string address)
    {
        _socket.Options.SendHighWatermark = MostWaiting;
        _socket.Options.Linger = TimeSpan.Zero;
        try
        {
            _socket.Bind(address);
        }
        catch (Exception e) when (e is NetMQException or System.Net.Sockets.SocketException or FormatException or ArgumentException)
        {
            _socket.Dispose();
            throw new IOException($"`publish.zeromq`: {address} cannot be listened on: {ReasonOf(e)}", e);
        }
        Address = _socket.Options.LastEndpoint ?? address;
        _waiting = Channel.CreateBounded<NetMQMessage>(
            new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _skipped));
        _sending = Task.Run(SendAsync);
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    /// <summary>Messages so far that newer ones pushed out before they were sent.</summary>
    public long Skipped => Interlocked.Read(ref _skipped);

    /// <summary>Publishes a message; takes it over. Never waits.</summary>
    public void Send(NetMQMessage message) => _waiting.Writer.TryWrite(message);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _sending.ConfigureAwait(false);
        _socket.Dispose();
    }

    // A publisher never waits: what a subscriber has no room for is left out for that one.
    private async Task SendAsync()
    {
        await foreach (var message in _waiting.Reader.ReadAllAsync().ConfigureAwait(false)) _socket.SendMultipartMessage(message);
    }

    private static string ReasonOf(Exception e) => e is AddressAlreadyInUseException
        ? "another program has that port; stop it, or name another."
        : $"{e.Message.TrimEnd('.')}.";
}
