using System.Text.Json;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Core.Synchronization;
using StavisLive.Core.Windowing;

namespace StavisLive.Media.Sinks.Metrics;

/// <summary>The JSON objects of <see cref="MetricsSink"/>.</summary>
internal static class MetricsJson
{
    /// <summary>One published frame.</summary>
    public static void Write(Utf8JsonWriter json, SaliencyResult result, long epoch)
    {
        WriteHead(json, "map", result.Stream, epoch);
        json.WriteNumber("index", result.FrameIndex);
        json.WriteNumber("pts", result.PresentationTime.Seconds);
        json.WriteNumber("map_slot", result.MapSlot);
        json.WriteString("state", LowerCase<MapState>.Of(result.State));
        json.WriteString("source", LowerCase<SourceState>.Of(result.Source));
        json.WriteString("sound", LowerCase<AudioState>.Of(result.Audio));
        WriteNumber(json, "sound_level_db", result.AudioLevel);
        Write(json, result.Sync);
        json.WriteString("align", LowerCase<MapAlignment>.Of(result.Alignment));
        json.WriteNumber("look_ahead_ms", result.LookAhead.TotalMilliseconds);
        json.WriteNumber("capture_to_map_ms", result.CaptureToMap.TotalMilliseconds);
        json.WritePropertyName("stages_ms");
        Write(json, result.Stages);
        json.WriteEndObject();
    }

    /// <summary>A change of the source's state.</summary>
    public static void Write(Utf8JsonWriter json, SourceStateChange change, long epoch)
    {
        WriteHead(json, "source", change.Stream, epoch);
        json.WriteString("state", LowerCase<SourceState>.Of(change.State));
        json.WriteString("reason", change.Reason);
        json.WriteString("time", change.At);
        json.WriteNumber("connection", change.Connection);
        json.WriteEndObject();
    }

    /// <summary>A change of the source's audio.</summary>
    public static void Write(Utf8JsonWriter json, AudioChange change, long epoch)
    {
        WriteHead(json, "sound", change.Stream, epoch);
        json.WriteString("state", LowerCase<AudioState>.Of(change.State));
        json.WriteString("reason", change.Reason);
        json.WriteString("time", change.At);
        json.WriteEndObject();
    }

    /// <summary>The whole run.</summary>
    public static void Write(Utf8JsonWriter json, RunSummary summary, long epoch)
    {
        WriteHead(json, "summary", summary.Stream, epoch);
        json.WriteNumber("frames_in", summary.FramesIn);
        json.WriteNumber("frames_out", summary.FramesOut);
        json.WriteNumber("maps_out", summary.MapsOut);
        json.WriteNumber("repeated_slots", summary.RepeatedSlots);
        json.WriteNumber("reconnects", summary.Reconnects);
        json.WriteNumber("sound_underruns", summary.AudioUnderruns);
        Write(json, summary.Sync);
        json.WriteStartObject("skips");
        foreach (var (reason, count) in summary.Skips) json.WriteNumber(reason, count);
        json.WriteEndObject();
        json.WriteStartObject("stages");
        foreach (var (stage, durations) in summary.Stages) Write(json, stage, durations);
        json.WriteEndObject();
        Write(json, "capture_to_map", summary.CaptureToMap);
        json.WriteNumber("look_ahead_ms", summary.LookAhead.TotalMilliseconds);
        json.WriteNumber("elapsed_s", summary.Elapsed.TotalSeconds);
        json.WriteBoolean("interrupted", summary.Interrupted);
        json.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter json, string type, string? stream, long epoch)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("stream", stream);
        if (epoch != 0) json.WriteNumber("epoch", epoch);
    }

    private static void Write(Utf8JsonWriter json, StageTimes? stages)
    {
        if (stages is not { } times)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        json.WriteNumber("resize", times.Resize.TotalMilliseconds);
        json.WriteNumber("wait", times.Wait.TotalMilliseconds);
        json.WriteNumber("network", times.Network.TotalMilliseconds);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SyncReading? sync)
    {
        WriteNumber(json, "av_offset_ms", sync?.OffsetMilliseconds);
        WriteNumber(json, "drift_ppm", sync?.DriftPpm);
    }

    // What is measured in milliseconds, decibels or parts per million is not known to more than three decimals.
    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } known) json.WriteNumber(name, Math.Round(known, 3));
        else json.WriteNull(name);
    }

    private static void Write(Utf8JsonWriter json, string name, LatencyDistribution durations)
    {
        json.WriteStartObject(name);
        json.WriteNumber("count", durations.Count);
        json.WriteNumber("p50", durations.P50);
        json.WriteNumber("p95", durations.P95);
        json.WriteNumber("p99", durations.P99);
        json.WriteNumber("max", durations.Max);
        json.WriteEndObject();
    }

    /// <summary>An enumeration's names as they stand in JSON.</summary>
    private static class LowerCase<T> where T : struct, Enum
    {
        private static readonly Dictionary<T, JsonEncodedText> Names =
            Enum.GetValues<T>().ToDictionary(value => value, value => JsonEncodedText.Encode(value.ToString().ToLowerInvariant()));

        public static JsonEncodedText Of(T value) => Names[value];
    }
}
