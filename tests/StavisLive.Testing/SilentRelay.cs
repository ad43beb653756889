using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StavisLive.Testing;

/// <summary>A relay before an RTSP server that keeps the packets of its sound back: it is announced and doesn't come. Disposing ends it.</summary>
public sealed class SilentRelay : IAsyncDisposable
{
    // Clients give the first stream, which is the picture, channels 0 and 1.
    private const int LastPictureChannel = 1;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _server;
    private readonly Task _work;
    private int _soundsLeft;

    /// <param name="address">The server's.</param>
    public SilentRelay(string address)
    {
        _server = new Uri(address);
        _listener.Start();
        Address = $"rtsp://{_listener.LocalEndpoint}{_server.AbsolutePath}";
        _work = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    /// <summary>Connections made so far.</summary>
    public int Connections { get; private set; }

    /// <summary>Whether sound comes through.</summary>
    public volatile bool LetsSoundThrough;

    /// <summary>Number of the last connection whose sound may come through.</summary>
    public int LastWithSound { get; init; } = int.MaxValue;

    /// <summary>Lets a few packets of sound through.</summary>
    public void LetSoundThrough(int packets) => Volatile.Write(ref _soundsLeft, packets);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _work;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var relays = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Connections++;
                relays.Add(RelayAsync(client, Connections));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(relays);
        }
    }

    private async Task RelayAsync(TcpClient client, int number)
    {
        using (client)
        using (var server = new TcpClient())
        using (var over = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token))
        {
            try
            {
                await server.ConnectAsync(_server.Host, _server.Port, over.Token);
                var asking = client.GetStream().CopyToAsync(server.GetStream(), over.Token);
                await Task.WhenAny(asking, AnswerAsync(server.GetStream(), client.GetStream(), number, over.Token));
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
            {
                // One of them has gone.
            }
            await over.CancelAsync();
        }
    }

    private async Task AnswerAsync(NetworkStream from, NetworkStream to, int number, CancellationToken stop)
    {
        var head = new byte[4];
        while (true)
        {
            await from.ReadExactlyAsync(head.AsMemory(0, 1), stop);
            if (head[0] != '$')
            {
                await to.WriteAsync(await ReadReplyAsync(head[0], from, stop), stop);
                continue;
            }
            await from.ReadExactlyAsync(head.AsMemory(1, 3), stop);
            var packet = new byte[(head[2] << 8) + head[3]];
            await from.ReadExactlyAsync(packet, stop);
            if (head[1] > LastPictureChannel && !LetsThrough(number)) continue;
            await to.WriteAsync((byte[])[.. head, .. packet], stop);
        }
    }

    private bool LetsThrough(int number) => number <= LastWithSound && (LetsSoundThrough || Interlocked.Decrement(ref _soundsLeft) >= 0);

    private static async Task<byte[]> ReadReplyAsync(byte first, NetworkStream from, CancellationToken stop)
    {
        List<byte> reply = [first];
        var next = new byte[1];
        while (!Encoding.ASCII.GetString([.. reply.TakeLast(4)]).Equals("\r\n\r\n", StringComparison.Ordinal))
        {
            await from.ReadExactlyAsync(next, stop);
            reply.Add(next[0]);
        }
        const string Length = "Content-Length:";
        var line = Encoding.ASCII.GetString([.. reply]).Split("\r\n").FirstOrDefault(line => line.StartsWith(Length, StringComparison.OrdinalIgnoreCase));
        if (line is null) return [.. reply];
        var body = new byte[int.Parse(line[Length.Length..], CultureInfo.InvariantCulture)];
        await from.ReadExactlyAsync(body, stop);
        return [.. reply, .. body];
    }
}
