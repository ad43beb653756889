using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text.Json;

namespace StavisLive.Server.Tests.Feeds;

/// <summary>What goes over the WebSocket feed, as a program sends and reads it.</summary>
internal static class FeedMessages
{
    public static Task SendAsync<T>(ClientWebSocket socket, T message) =>
        socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, true, CancellationToken.None);

    public static async Task<(JsonElement Header, byte[] Map, byte[] Picture)> NextMapAsync(ClientWebSocket socket)
    {
        while (true)
        {
            var (type, message) = await ReceiveAsync(socket);
            if (type != WebSocketMessageType.Binary) continue;
            var length = BinaryPrimitives.ReadInt32LittleEndian(message);
            var header = JsonSerializer.Deserialize<JsonElement>(message.AsSpan(sizeof(int), length));
            var map = header.TryGetProperty("map", out var form) ? form.GetProperty("bytes").GetInt32() : 0;
            var picture = header.TryGetProperty("picture", out var jpeg) ? jpeg.GetProperty("bytes").GetInt32() : 0;
            Assert.Equal(sizeof(int) + length + map + picture, message.Length);
            return (header, message[(sizeof(int) + length)..(sizeof(int) + length + map)], message[(sizeof(int) + length + map)..]);
        }
    }

    public static async Task<JsonElement> NextTextAsync(ClientWebSocket socket, string type)
    {
        while (true)
        {
            var (kind, message) = await ReceiveAsync(socket);
            if (kind == WebSocketMessageType.Text && JsonSerializer.Deserialize<JsonElement>(message) is var text && text.GetProperty("type").GetString() == type) return text;
        }
    }

    private static async Task<(WebSocketMessageType Type, byte[] Message)> ReceiveAsync(ClientWebSocket socket)
    {
        using var timeout = new CancellationTokenSource(RunningServer.Patience);
        using var message = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, timeout.Token);
            Assert.NotEqual(WebSocketMessageType.Close, part.MessageType);
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage) return (part.MessageType, message.ToArray());
        }
    }
}
