using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace StavisLive.Server.Tests.Access;

/// <summary>A connection of HTTP/2 (RFC 9113) of somebody without a token, who gives answers no room, and bodies no end.</summary>
internal sealed class UnendingRequests : IDisposable
{
    private const int HeadLength = 9;
    private const byte Data = 0;
    private const byte Headers = 1;
    private const byte Settings = 4;
    private const byte EndOfStream = 1;
    private const byte EndOfHeaders = 4;

    // Kestrel closes connections over which less than 240 bytes a second come: that lasts for some time.
    private static readonly byte[] Blanks = Encoding.ASCII.GetBytes(new string(' ', 200));

    private readonly TcpClient _client = new();
    private int _refused;

    private UnendingRequests()
    {
    }

    /// <summary>How many were answered by a head alone, which needs no room.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Asks for something.</summary>
    /// <param name="server">Whom.</param>
    /// <param name="path">What for.</param>
    /// <param name="times">How often, all at once.</param>
    /// <param name="hasBody">Whether there is a body, of JSON.</param>
    public static async Task<UnendingRequests> OpenAsync(Uri server, string path, int times, bool hasBody = false)
    {
        var requests = new UnendingRequests();
        await requests._client.ConnectAsync(server.Host, server.Port);
        byte[] asked =
        [
            .. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8,
            // The room for an answer, until it is made larger.
            .. Frame(Settings, 0, 0, [0, 4, 0, 0, 0, 0]),
            .. Enumerable.Range(0, times).Select(number => 2 * number + 1).SelectMany(stream => hasBody ? Post(stream, path) : Get(stream, path)),
        ];
        await requests._client.GetStream().WriteAsync(asked);
        _ = requests.ReadAsync();
        return requests;
    }

    public void Dispose() => _client.Dispose();

    private async Task ReadAsync()
    {
        var stream = _client.GetStream();
        var head = new byte[HeadLength];
        try
        {
            while (true)
            {
                await stream.ReadExactlyAsync(head);
                await stream.ReadExactlyAsync(new byte[BinaryPrimitives.ReadInt32BigEndian(head) >> 8]);
                if (head[3] == Headers && (head[4] & EndOfStream) != 0) Interlocked.Increment(ref _refused);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It is over.
        }
    }

    // HPACK: method and http from its table of usual headers; path, host and content-type by their names in that.
    private static byte[] Get(int stream, string path) =>
        Frame(Headers, EndOfHeaders | EndOfStream, stream, [0x82, 0x86, .. Text([4], path), .. Text([1], "localhost")]);

    private static byte[] Post(int stream, string path) =>
    [
        .. Frame(Headers, EndOfHeaders, stream, [0x83, 0x86, .. Text([4], path), .. Text([1], "localhost"), .. Text([15, 16], "application/json")]),
        .. Frame(Data, 0, stream, Blanks),
    ];

    private static byte[] Text(byte[] name, string value) => [.. name, (byte)value.Length, .. Encoding.ASCII.GetBytes(value)];

    private static byte[] Frame(byte kind, byte flags, int stream, byte[] content)
    {
        var head = new byte[HeadLength];
        BinaryPrimitives.WriteInt32BigEndian(head, content.Length << 8);
        head[3] = kind;
        head[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(5), stream);
        return [.. head, .. content];
    }
}
