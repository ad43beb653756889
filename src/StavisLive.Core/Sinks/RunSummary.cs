using StavisLive.Core.Diagnostics;
using StavisLive.Core.Synchronization;

namespace StavisLive.Core.Sinks;

/// <summary>Counts and durations of one stream's run.</summary>
public sealed record RunSummary
{
    /// <summary>Name of the stream.</summary>
    public required string Stream { get; init; }

    /// <summary>Frames that the source delivered.</summary>
    public required long FramesIn { get; init; }

    /// <summary>Frames published with a map.</summary>
    public required long FramesOut { get; init; }

    /// <summary>Maps that the network computed.</summary>
    public required long MapsOut { get; init; }

    /// <summary>Slots of the window grid that no frame fell into and that repeat the one before.</summary>
    public required long RepeatedSlots { get; init; }

    /// <summary>How often the source was lost and came back.</summary>
    public int Reconnects { get; init; }

    /// <summary>Windows that were due before any of their audio came, though the source has audio.</summary>
    public long AudioUnderruns { get; init; }

    /// <summary>How the audio lay against the pictures at the end; null where nobody can tell.</summary>
    public SyncReading? Sync { get; init; }

    /// <summary>What was left out, by reason.</summary>
    public required IReadOnlyDictionary<string, long> Skips { get; init; }

    /// <summary>Durations by stage name (<c>resize</c>, <c>wait</c>, <c>network</c>, ...).</summary>
    public required IReadOnlyDictionary<string, LatencyDistribution> Stages { get; init; }

    /// <summary>Frame handed to the process -> map published.</summary>
    public required LatencyDistribution CaptureToMap { get; init; }

    /// <summary>Look-ahead by design, live a part of <see cref="CaptureToMap"/>.</summary>
    public required TimeSpan LookAhead { get; init; }

    /// <summary>Wall-clock time of the run.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Whether the run was stopped before the source's end.</summary>
    public required bool Interrupted { get; init; }
}
