using System.Buffers;
using System.Text.Json;

namespace StavisLive.Server.Feeds.Maps;

/// <summary>Writes as JSON what is told of a map beside its values: <c>docs/guides/feeds.md</c> has the fields.</summary>
internal static class MapHeader
{
    // A header's bytes: some twenty short fields.
    private const int UsualLength = 640;

    private static readonly JsonWriterOptions Options = new() { SkipValidation = true };

    /// <summary>The fields that are the same for everybody, as the inner part of a JSON object, UTF-8.</summary>
    /// <param name="facts">What is told.</param>
    /// <param name="scale">What overlays stretch colours by; null where there is no picture.</param>
    /// <param name="picture">Bytes of the picture's JPEG file; null where there is none.</param>
    public static byte[] Write(MapFacts facts, MapScale? scale, int? picture)
    {
        var buffer = new ArrayBufferWriter<byte>(UsualLength);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            WriteFacts(json, facts);
            if (scale is { } range) WriteScale(json, range);
            if (picture is { } bytes) WritePicture(json, bytes);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan[1..^1].ToArray();
    }

    /// <summary>The facts as properties of an object that is being written.</summary>
    public static void WriteFacts(Utf8JsonWriter json, MapFacts facts)
    {
        json.WriteString("source", facts.Source);
        if (facts.Epoch != 0) json.WriteNumber("epoch", facts.Epoch);
        json.WriteNumber("frame", facts.Frame);
        json.WriteNumber("time", Math.Round(facts.Time.TotalSeconds, 6));
        json.WriteString("at", facts.At.UtcDateTime);
        json.WriteString("state", facts.State);
        json.WriteString("sourceState", facts.SourceState);
        json.WriteString("audio", facts.Audio);
        if (facts.AudioLevel is { } level) json.WriteNumber("audioLevel", Math.Round(level, 1));
        else json.WriteNull("audioLevel");
        json.WriteNumber("captureToMap", Math.Round(facts.CaptureToMap.TotalMilliseconds, 1));
        json.WriteNumber("lookAhead", Math.Round(facts.LookAhead.TotalMilliseconds, 1));
        json.WriteString("align", facts.Align);
        json.WriteStartArray("peak");
        json.WriteNumberValue(Math.Round(facts.Peak.X, 4));
        json.WriteNumberValue(Math.Round(facts.Peak.Y, 4));
        json.WriteEndArray();
        json.WriteNumber("entropy", Math.Round(facts.Entropy, 3));
    }

    private static void WriteScale(Utf8JsonWriter json, MapScale scale)
    {
        json.WriteStartObject("scale");
        json.WriteNumber("floor", Math.Round(scale.Floor, 6));
        json.WriteNumber("range", Math.Round(scale.Range, 6));
        json.WriteEndObject();
    }

    private static void WritePicture(Utf8JsonWriter json, int bytes)
    {
        json.WriteStartObject("picture");
        json.WriteString("encoding", "jpeg");
        json.WriteNumber("bytes", bytes);
        json.WriteEndObject();
    }
}
