using System.Buffers;
using System.Text.Json;
using StavisLive.Core.Sinks;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Feeds.Maps;

/// <summary>Writes what is told of a map beside its values: <c>docs/guides/feeds.md</c> has the fields.</summary>
internal static class MapHeader
{
    // A header's bytes: some twenty short fields.
    private const int UsualLength = 640;

    private static readonly JsonWriterOptions Options = new() { SkipValidation = true };

    /// <summary>The fields that are the same for everybody, as the inner part of a JSON object.</summary>
    /// <param name="source">Id of the source.</param>
    /// <param name="result">The map with its frame.</param>
    /// <param name="sample">What it says.</param>
    /// <param name="more">Writes further fields; null: there are none.</param>
    public static byte[] WriteCommon(string source, SaliencyResult result, AttentionSample sample, Action<Utf8JsonWriter>? more = null)
    {
        var buffer = new ArrayBufferWriter<byte>(UsualLength);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            WriteFields(json, source, result, sample);
            more?.Invoke(json);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan[1..^1].ToArray();
    }

    /// <summary>The same fields as properties of an object that is being written.</summary>
    public static void WriteFields(Utf8JsonWriter json, string source, SaliencyResult result, AttentionSample sample)
    {
        json.WriteString("source", source);
        json.WriteNumber("frame", result.FrameIndex);
        json.WriteNumber("time", Math.Round(result.PresentationTime.Seconds, 6));
        json.WriteString("at", sample.At);
        json.WriteString("state", NameOf(result.State));
        json.WriteString("sourceState", NameOf(result.Source));
        json.WriteString("audio", NameOf(result.Audio));
        if (result.AudioLevel is { } level && double.IsFinite(level)) json.WriteNumber("audioLevel", Math.Round(level, 1));
        else json.WriteNull("audioLevel");
        json.WriteNumber("captureToMap", Math.Round(result.CaptureToMap.TotalMilliseconds, 1));
        json.WriteNumber("lookAhead", Math.Round(result.LookAhead.TotalMilliseconds, 1));
        json.WriteString("align", NameOf(result.Alignment));
        json.WriteStartArray("peak");
        json.WriteNumberValue(Math.Round(sample.Peak.X, 4));
        json.WriteNumberValue(Math.Round(sample.Peak.Y, 4));
        json.WriteEndArray();
        json.WriteNumber("entropy", Math.Round(sample.Entropy, 3));
    }

    private static string NameOf<T>(T value)
        where T : struct, Enum => Names<T>.Of[Convert.ToInt32(value, null)];

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly string[] Of = Array.ConvertAll(Enum.GetNames<T>(), name => name.ToLowerInvariant());
    }
}
