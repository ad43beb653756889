using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Tests;

/// <summary>Ten thousand requests that no program of good will would make.</summary>
public sealed class MalformedRequestTests
{
    private const int Requests = 10_000;
    private const int AtOnce = 16;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    private static readonly string[] Paths =
    [
        "/", "/api/sources", "/api/sources/lab", "/api/sources/lab/map.png", "/api/sources/lab/zones", "/api/sources/lab/masks", "/api/sources/lab/pause",
        "/api/sources/lab/search", "/api/events/recent", "/api/login", "/api/maps", "/api/ws", "/api/me", "/stavis.v1.Maps/GetLatestMap", "/openapi/v1.json",
    ];

    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "NONSENSE"];

    [Fact]
    public async Task Requests_Malformed_NeverBreakTheServer()
    {
        await using var server = await RunningServer.StartAsync();
        var answers = new Dictionary<int, int>();
        using var few = new SemaphoreSlim(AtOnce);

        await Task.WhenAll(Enumerable.Range(0, Requests).Select(async number =>
        {
            await few.WaitAsync();
            try
            {
                var status = await SendAsync(server.Address, Make(new Random(number)));
                lock (answers) answers[status] = answers.GetValueOrDefault(status) + 1;
            }
            finally
            {
                few.Release();
            }
        }));

        // 505 is what there is to say to HTTP/1.2, which nobody speaks.
        Assert.DoesNotContain(answers.Keys, status => status >= 500 && status != (int)HttpStatusCode.HttpVersionNotSupported);
        Assert.True(answers.Values.Sum() == Requests && answers.GetValueOrDefault(0) < Requests / 4, string.Join(", ", answers));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", answers));
        // It still does what it did: some of them may have paused or removed its source.
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/api/sources")).StatusCode);
        Assert.NotNull(server.Services.GetRequiredService<SourceCatalog>().Sources);
    }

    private static byte[] Make(Random random)
    {
        var path = Mutate(Paths[random.Next(Paths.Length)], random);
        var body = Body(random);
        var text = new StringBuilder($"{Methods[random.Next(Methods.Length)]} {path}{Query(random)} HTTP/1.{(random.Next(20) == 0 ? 2 : 1)}\r\n");
        if (random.Next(20) > 0) text.Append("Host: 127.0.0.1\r\n");
        text.Append("Connection: close\r\n");
        if (random.Next(2) == 0) text.Append("Content-Type: ").Append(random.Next(3) switch { 0 => "application/json", 1 => "application/grpc", _ => "text/\u0001" }).Append("\r\n");
        if (random.Next(3) > 0) text.Append($"Content-Length: {(random.Next(50) == 0 ? random.Next(-5, 1000) : body.Length)}\r\n");
        for (var header = random.Next(4); header > 0; header--) text.Append(Header(random));
        return [.. Encoding.Latin1.GetBytes(text.Append("\r\n").ToString()), .. body];
    }

    private static string Mutate(string path, Random random) => random.Next(6) switch
    {
        0 => path + "/../../../../etc/passwd",
        1 => path + "%00%2e%2e%2f",
        2 => path.Replace("lab", new string((char)random.Next(33, 255), random.Next(1, 200)), StringComparison.Ordinal),
        3 => "//" + path,
        4 => path + new string('a', random.Next(5000)),
        _ => path,
    };

    private static string Query(Random random) => random.Next(4) switch
    {
        0 => $"?most={random.Next(int.MinValue, int.MaxValue)}&x={random.NextDouble() * 1e308}&width=NaN",
        1 => "?from=%ff&to=&share=-1&format=%00",
        2 => "?" + string.Join('&', Enumerable.Repeat("a=b", random.Next(1, 300))),
        _ => "",
    };

    private static string Header(Random random) => random.Next(6) switch
    {
        0 => $"Authorization: Bearer {new string('x', random.Next(1000))}\r\n",
        1 => "Cookie: stavis-live-session=" + Convert.ToHexString(RandomBytes(random, 40)) + "\r\n",
        2 => "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: nonsense\r\n",
        3 => "Transfer-Encoding: chunked\r\n",
        4 => $"X-Long: {new string('y', random.Next(20_000))}\r\n",
        _ => $"Last-Event-ID: {random.NextInt64()}\r\n",
    };

    private static byte[] Body(Random random) => random.Next(5) switch
    {
        0 => [],
        1 => RandomBytes(random, random.Next(2000)),
        2 => Encoding.UTF8.GetBytes(new string('[', random.Next(1, 1000))),
        3 => Encoding.UTF8.GetBytes("""{"token":null,"name":1e999,"corners":[[0,"a"]]}"""),
        _ => Encoding.UTF8.GetBytes("""[{"name":"a","corners":[[1e400,0],[0,0],[0,1]],"dwell":-0}]"""),
    };

    private static byte[] RandomBytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    // The status; 0 where the connection was closed without an answer.
    private static async Task<int> SendAsync(Uri address, byte[] request)
    {
        using var timeout = new CancellationTokenSource(RunningServer.Patience);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address.Host, address.Port, timeout.Token);
        try
        {
            await socket.SendAsync(request, timeout.Token);
            var answer = new byte[64];
            var receiving = socket.ReceiveAsync(answer, timeout.Token).AsTask();
            // Whoever claims more than it sends would wait for the server's patience; and who ends his side at once is answered nothing.
            if (await Task.WhenAny(receiving, Task.Delay(Silence)) != receiving) socket.Shutdown(SocketShutdown.Send);
            var read = await receiving;
            return read >= 12 && int.TryParse(Encoding.ASCII.GetString(answer, 9, 3), out var status) ? status : 0;
        }
        catch (SocketException)
        {
            return 0;
        }
    }
}
