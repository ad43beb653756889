using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Server.Events;
using StavisLive.Server.Feeds.Maps;
using StavisLive.Server.Json;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Feeds.Zeromq;

/// <summary>What is published: a topic, a header in JSON, and of maps their values.</summary>
internal static class ZeromqMessages
{
    /// <summary>A map: <c>map/ID</c>.</summary>
    public static ZeromqMessage Map(string source, long epoch, SaliencyResult result, AttentionSample sample)
    {
        var values = MemoryMarshal.AsBytes(result.Map.Values).ToArray();
        var header = Object(json =>
        {
            json.WriteString("type", "map");
            MapHeader.WriteFacts(json, MapFacts.Of(source, epoch, result, sample));
            json.WriteStartObject("map");
            json.WriteString("encoding", "float32");
            json.WriteNumber("width", SaliencyMap.Side);
            json.WriteNumber("height", SaliencyMap.Side);
            json.WriteNumber("bytes", values.Length);
            json.WriteEndObject();
        });
        return new ZeromqMessage($"map/{source}", header, values);
    }

    /// <summary>A source's state: <c>state/ID</c>.</summary>
    public static ZeromqMessage State(string source, long epoch, SourceStateChange change) => new($"state/{source}", Object(json =>
    {
        json.WriteString("type", "state");
        json.WriteString("source", source);
        if (epoch != 0) json.WriteNumber("epoch", epoch);
        json.WriteString("state", EnumNames.Of(change.State));
        json.WriteString("reason", change.Reason);
        json.WriteString("at", change.At);
    }));

    /// <summary>An event: <c>event/ID</c>.</summary>
    public static ZeromqMessage Event(AttentionEvent happened) =>
        new($"event/{happened.Source}", JsonSerializer.SerializeToUtf8Bytes(happened, ServerJson.Options));

    private static byte[] Object(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
