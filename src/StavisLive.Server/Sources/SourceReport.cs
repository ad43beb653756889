using System.Text.Json.Serialization;
using StavisLive.Core.Media;

namespace StavisLive.Server.Sources;

/// <summary>What is told of a source, everywhere in the same words.</summary>
internal sealed record SourceReport
{
    /// <summary>What it is called in addresses and topics.</summary>
    public required string Id { get; init; }

    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>Which of the cluster's beginnings of it this is; 0 outside a cluster.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Epoch { get; init; }

    /// <summary>Name of the cluster's machine that watches it; null outside a cluster, and while none does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Node { get; init; }

    /// <summary>What it is: <c>camera</c>, <c>rtsp</c>, <c>file</c> or <c>synthetic</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>How it is: <c>starting</c>, <c>connecting</c>, <c>warming</c>, <c>live</c>, <c>stalled</c>, <c>reconnecting</c>, <c>failed</c>, <c>ended</c>, <c>paused</c>.</summary>
    public required string State { get; init; }

    /// <summary>Why it is so, for people, without passwords; null where there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>Since when it is so.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Pixels per row of what is watched; 0 before it is known.</summary>
    public int Width { get; init; }

    /// <summary>Rows of what is watched; 0 before it is known.</summary>
    public int Height { get; init; }

    /// <summary>Frames that came in the last second.</summary>
    public double Fps { get; init; }

    /// <summary>Maps that the network computed in the last second.</summary>
    public double MapsPerSecond { get; init; }

    /// <summary>Median from capture to map of the newest 256 results, in milliseconds; null without.</summary>
    public double? CaptureToMapP50 { get; init; }

    /// <summary>95th percentile of the same.</summary>
    public double? CaptureToMapP95 { get; init; }

    /// <summary>How far windows reach beyond their frames by design, in milliseconds.</summary>
    public double LookAhead { get; init; }

    /// <summary>Frames that came.</summary>
    public long FramesIn { get; init; }

    /// <summary>Frames published with a map.</summary>
    public long FramesOut { get; init; }

    /// <summary>Maps that the network computed.</summary>
    public long MapsOut { get; init; }

    /// <summary>What was left out, by reason.</summary>
    public IReadOnlyDictionary<string, long> Skips { get; init; } = new Dictionary<string, long>();

    /// <summary>How often it was lost and came back.</summary>
    public int Reconnects { get; init; }

    /// <summary>Outputs that have failed, with why, for people; those of live sources may be tried again. Null where all is well.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? FailedOutputs { get; init; }

    /// <summary>What the network hears: <c>present</c>, <c>silent</c>, <c>missing</c> or <c>off</c>.</summary>
    public required string Audio { get; init; }

    /// <summary>Peak of the newest audio, in decibels of full scale; null without.</summary>
    public double? AudioLevel { get; init; }

    /// <summary>How the audio lies against the pictures, in milliseconds; null where nobody can tell.</summary>
    public double? AvOffset { get; init; }

    /// <summary>Where attention is highest, in fractions of what is watched; null without a map.</summary>
    public FramePoint? Peak { get; init; }

    /// <summary>Entropy of the newest map, in bits; null without.</summary>
    public double? Entropy { get; init; }

    /// <summary>What of the whole frame is watched; null: all of it.</summary>
    public FrameArea? Region { get; init; }

    /// <summary>Its zones, in fractions of the whole frame, with how long the peak has been in each.</summary>
    public IReadOnlyList<ZoneReport> Zones { get; init; } = [];

    /// <summary>What of the whole frame is hidden, each by its corners.</summary>
    public IReadOnlyList<IReadOnlyList<FramePoint>> Masks { get; init; } = [];

    /// <summary>Stands for its zones as they are: who changes them may say by it, as If-Match, which ones he has seen. Null where it isn't known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ZonesTag { get; init; }

    /// <summary>The same of its masks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MasksTag { get; init; }

    /// <summary>Whether it has a flight recorder.</summary>
    public bool HasRecorder { get; init; }
}
