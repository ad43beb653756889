using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace StavisLive.Testing;

/// <summary>A TCP connection's way over a bad network: everything comes late, and what follows a lost packet waits for its repetition.</summary>
/// <remarks>A relay in this process, for machines whose kernel has no netem. Listens on a free port of the loopback interface.</remarks>
public sealed class BadNetwork : IAsyncDisposable
{
    // What an Ethernet carries, less the headers.
    private const int PacketBytes = 1460;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Random _random = new(1);
    private readonly int _target;
    private readonly TimeSpan _delay;
    private readonly double _loss;
    private readonly Task _accepting;

    /// <param name="target">Port on this machine that it leads to.</param>
    /// <param name="delay">One way.</param>
    /// <param name="loss">Share of packets that must be sent again, which takes a round trip and a half.</param>
    public BadNetwork(int target, TimeSpan delay, double loss)
    {
        _target = target;
        _delay = delay;
        _loss = loss;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Packets lost so far.</summary>
    public int Lost { get; private set; }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var relays = new List<Task>();
        try
        {
            while (true) relays.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        finally
        {
            await Task.WhenAll(relays);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            await Task.WhenAny(CarryAsync(near.GetStream(), far.GetStream()), CarryAsync(far.GetStream(), near.GetStream()));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The test is over, or the server is.
        }
    }

    private async Task CarryAsync(NetworkStream from, NetworkStream to)
    {
        var wire = Channel.CreateUnbounded<(byte[] Packet, long DueAt)>();
        var delivering = DeliverAsync(wire.Reader, to);
        var due = 0L;
        try
        {
            var buffer = new byte[PacketBytes];
            while (await from.ReadAsync(buffer, _stop.Token) is > 0 and var count)
            {
                due = Math.Max(due, Environment.TickCount64 + (long)DelayOfPacket().TotalMilliseconds);
                await wire.Writer.WriteAsync((buffer[..count], due));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // One of the two has hung up.
        }
        wire.Writer.Complete();
        await delivering;
    }

    private async Task DeliverAsync(ChannelReader<(byte[] Packet, long DueAt)> wire, NetworkStream to)
    {
        try
        {
            await foreach (var (packet, dueAt) in wire.ReadAllAsync(_stop.Token))
            {
                if (dueAt - Environment.TickCount64 is > 0 and var left) await Task.Delay((int)left, _stop.Token);
                await to.WriteAsync(packet, _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // One of the two has hung up.
        }
    }

    private TimeSpan DelayOfPacket()
    {
        lock (_random)
        {
            if (_random.NextDouble() >= _loss) return _delay;
            Lost++;
            return _delay * 4;
        }
    }
}
