using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace StavisLive.Server.Feeds.Zeromq;

/// <summary>One connection to a subscriber, as ZMTP 3.0 has it without any security (mechanism NULL).</summary>
/// <remarks>Whoever says what no subscriber would say, or goes beyond the bounds, is left.</remarks>
/// <param name="connection">The connection; borrowed.</param>
internal sealed class ZeromqSubscriber(NetworkStream connection)
{
    // Two seconds of a source. The messages are shared by all subscribers.
    private const int MostWaiting = 64;

    // Maps, states and events of each of 256 sources fit, one by one.
    private const int MostSubscriptions = 1024;

    // Topics are shorter, and so is what a library says of itself.
    private const int MostBytes = 512;

    // The first byte of a subscriber's messages.
    private const byte Unsubscribe = 0;
    private const byte Subscribe = 1;

    private const int VersionAt = 10;
    private const int MechanismAt = 12;
    private const byte Version = 3;

    private static readonly byte[] Greeting = [.. Signature, Version, 0, .. Mechanism, .. new byte[32]];
    private static readonly byte[] Ready = ZeromqFrame.Encode(ZeromqFrame.Command, "\x05READY\x0bSocket-Type\0\0\0\x03PUB"u8);

    private readonly Channel<byte[]> _waiting = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly HashSet<string> _beginnings = new(StringComparer.Ordinal);

    // A subscriber that takes nothing for so long is gone without a word, or as good as.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // One that nothing is sent to is asked for.
    private static readonly (SocketOptionName Option, int Seconds)[] KeepAlive =
        [(SocketOptionName.TcpKeepAliveTime, 30), (SocketOptionName.TcpKeepAliveInterval, 10), (SocketOptionName.TcpKeepAliveRetryCount, 3)];

    private static ReadOnlySpan<byte> Signature => [0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f];

    private static ReadOnlySpan<byte> Mechanism => "NULL\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"u8;

    private static ReadOnlySpan<byte> Ping => "\x04PING"u8;

    private static ReadOnlySpan<byte> Pong => "\x04PONG"u8;

    /// <summary>Whether it has subscribed to a topic.</summary>
    public bool Wants(ZeromqTopic topic)
    {
        // By the topic's length, however many subscriptions there are.
        var letters = topic.Letters.AsSpan();
        lock (_beginnings)
        {
            var beginnings = _beginnings.GetAlternateLookup<ReadOnlySpan<char>>();
            for (var length = 0; length <= letters.Length; length++)
            {
                if (beginnings.Contains(letters[..length])) return true;
            }
        }
        return false;
    }

    /// <summary>Sends it a message that it has subscribed to; it misses the message where too many wait for it already. Never waits.</summary>
    public void Offer(ZeromqMessage message)
    {
        if (Wants(message.Topic)) _waiting.Writer.TryWrite(message.Wire);
    }

    /// <summary>Serves it until the connection ends.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            connection.Socket.NoDelay = true;
            connection.Socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            foreach (var (option, seconds) in KeepAlive) connection.Socket.SetSocketOption(SocketOptionLevel.Tcp, option, seconds);
            var input = new BufferedStream(connection);
            await GreetAsync(input, end.Token).ConfigureAwait(false);
            await Task.WhenAll(SendAsync(end), ReceiveAsync(input, end)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidDataException or OperationCanceledException)
        {
            // It went, or is no subscriber; or the program ends.
        }
    }

    private async Task GreetAsync(Stream input, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(ServerLimits.HeadersTimeout);
        await connection.WriteAsync(Greeting, patience.Token).ConfigureAwait(false);
        var greeting = new byte[Greeting.Length];
        // Who is no subscriber may send less than a greeting, and wait for an answer.
        await input.ReadExactlyAsync(greeting.AsMemory(0, Signature.Length), patience.Token).ConfigureAwait(false);
        if (greeting[0] != Signature[0] || greeting[Signature.Length - 1] != Signature[^1]) throw new InvalidDataException("This is not ZMTP.");
        await input.ReadExactlyAsync(greeting.AsMemory(Signature.Length), patience.Token).ConfigureAwait(false);
        if (greeting[VersionAt] < Version || !greeting.AsSpan(MechanismAt, Mechanism.Length).SequenceEqual(Mechanism))
            throw new InvalidDataException("It speaks another version, or wants to be asked for a password.");
        await connection.WriteAsync(Ready, patience.Token).ConfigureAwait(false);
        var ready = await ZeromqFrame.ReadAsync(input, MostBytes, patience.Token).ConfigureAwait(false);
        if (!ready.IsCommand) throw new InvalidDataException("It does not say what it is.");
    }

    private async Task SendAsync(CancellationTokenSource end)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
        try
        {
            await foreach (var wire in _waiting.Reader.ReadAllAsync(end.Token).ConfigureAwait(false))
            {
                patience.CancelAfter(Patience);
                await connection.WriteAsync(wire, patience.Token).ConfigureAwait(false);
                patience.CancelAfter(Timeout.InfiniteTimeSpan);
            }
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task ReceiveAsync(Stream input, CancellationTokenSource end)
    {
        try
        {
            while (true) Take(await ZeromqFrame.ReadAsync(input, MostBytes, end.Token).ConfigureAwait(false));
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
        }
    }

    private void Take(ZeromqFrame frame)
    {
        if (frame.IsCommand)
        {
            // What it wants to see again comes after two bytes that say for how long it waits.
            if (frame.Content.AsSpan().StartsWith(Ping))
                _waiting.Writer.TryWrite(ZeromqFrame.Encode(ZeromqFrame.Command, [.. Pong, .. frame.Content.Skip(Ping.Length + 2)]));
            return;
        }
        if (frame.Content is not [Subscribe or Unsubscribe, .. var beginning]) return;
        var text = Encoding.Latin1.GetString(beginning);
        lock (_beginnings)
        {
            if (frame.Content[0] == Unsubscribe) _beginnings.Remove(text);
            else if (_beginnings.Add(text) && _beginnings.Count > MostSubscriptions) throw new InvalidDataException("It subscribes to more than there can be.");
        }
    }
}
