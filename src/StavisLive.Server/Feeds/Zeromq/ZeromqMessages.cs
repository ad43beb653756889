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
    /// <summary>Where a source's maps are published.</summary>
    public static ZeromqTopic Maps(string source) => new($"map/{source}");

    /// <summary>Where its states are.</summary>
    public static ZeromqTopic States(string source) => new($"state/{source}");

    /// <summary>A map.</summary>
    public static ZeromqMessage Map(ZeromqTopic topic, string source, long epoch, SaliencyResult result, AttentionSample sample)
    {
        var values = MemoryMarshal.AsBytes(result.Map.Values);
        var bytes = values.Length;
        var header = Object(json =>
        {
            json.WriteString("type", "map");
            MapHeader.WriteFacts(json, MapFacts.Of(source, epoch, result, sample));
            json.WriteStartObject("map");
            json.WriteString("encoding", "float32");
            json.WriteNumber("width", SaliencyMap.Side);
            json.WriteNumber("height", SaliencyMap.Side);
            json.WriteNumber("bytes", bytes);
            json.WriteEndObject();
        });
        return new ZeromqMessage(topic, header, values);
    }

    /// <summary>A source's state.</summary>
    public static ZeromqMessage State(ZeromqTopic topic, string source, long epoch, SourceStateChange change) => new(topic, Object(json =>
    {
        json.WriteString("type", "state");
        json.WriteString("source", source);
        if (epoch != 0) json.WriteNumber("epoch", epoch);
        json.WriteString("state", EnumNames.Of(change.State));
        json.WriteString("reason", change.Reason);
        json.WriteString("at", change.At.UtcDateTime);
    }));

    /// <summary>An event: <c>event/ID</c>.</summary>
    public static ZeromqMessage Event(AttentionEvent happened) =>
        new(new ZeromqTopic($"event/{happened.Source}"), JsonSerializer.SerializeToUtf8Bytes(happened, ServerJson.Options));

    private static ReadOnlySpan<byte> Object(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan;
    }
}
