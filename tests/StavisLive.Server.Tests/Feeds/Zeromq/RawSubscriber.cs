using System.Net;
using System.Net.Sockets;
using System.Text;
using StavisLive.Server.Feeds.Zeromq;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Feeds.Zeromq;

/// <summary>A connection to the feed that says what no library would.</summary>
internal sealed class RawSubscriber : IDisposable
{
    // ZMTP 3.0, without security; and that it is a subscriber.
    public static readonly byte[] Greeting =
        [0xff, .. new byte[8], 0x7f, 3, 0, .. "NULL"u8, .. new byte[48], 4, 25, .. "\x05READY\x0bSocket-Type\0\0\0\x03SUB"u8];

    private readonly TcpClient _client = new();

    private RawSubscriber()
    {
    }

    public static async Task<RawSubscriber> ConnectAsync(string address)
    {
        var raw = new RawSubscriber();
        await raw._client.ConnectAsync(IPEndPoint.Parse(address["tcp://".Length..]));
        return raw;
    }

    public static byte[] Subscription(string beginning, bool isCancelled = false) =>
        ZeromqFrame.Encode(0, [(byte)(isCancelled ? 0 : 1), .. Encoding.ASCII.GetBytes(beginning)]);

    public ValueTask SayAsync(byte[] bytes) => _client.GetStream().WriteAsync(bytes);

    /// <summary>The next frame after its greeting.</summary>
    public async Task<ZeromqFrame> ReadAsync()
    {
        using var patience = new CancellationTokenSource(Eventually.Patience);
        return await ZeromqFrame.ReadAsync(_client.GetStream(), 1 << 16, patience.Token);
    }

    /// <summary>Reads the other side's greeting.</summary>
    public async Task MeetAsync()
    {
        await _client.GetStream().ReadExactlyAsync(new byte[64]);
        Assert.Equal("READY", Encoding.ASCII.GetString((await ReadAsync()).Content, 1, 5));
    }

    /// <summary>Reads until the other side closes.</summary>
    public async Task ReadToEndAsync()
    {
        using var patience = new CancellationTokenSource(Eventually.Patience);
        try
        {
            await _client.GetStream().CopyToAsync(Stream.Null, patience.Token);
        }
        catch (IOException)
        {
            // Closed before all was read.
        }
    }

    public void Dispose() => _client.Dispose();
}
