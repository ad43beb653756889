using StavisLive.Core.Diagnostics;
using StavisLive.Core.Sources;
using StavisLive.Core.Synchronization;

namespace StavisLive.Core.Sessions;

/// <summary>A stream's run at a moment, for progress displays. What is counted is counted from the run's beginning.</summary>
public sealed record SessionStatus
{
    /// <summary>Name of the stream.</summary>
    public required string Stream { get; init; }

    /// <summary>Frames that the source delivered.</summary>
    public required long FramesIn { get; init; }

    /// <summary>Frames published with a map.</summary>
    public required long FramesOut { get; init; }

    /// <summary>Maps that the network computed.</summary>
    public required long MapsOut { get; init; }

    /// <summary>How many frames there are in the whole source; null where nobody can tell.</summary>
    public long? FrameCount { get; init; }

    /// <summary>Wall-clock time since the run's beginning.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Frame handed to the process -> map published, of the newest frames, some ten seconds of them.</summary>
    public required LatencyDistribution CaptureToMap { get; init; }

    /// <summary>How the source is.</summary>
    public SourceState Source { get; init; } = SourceState.Live;

    /// <summary>How the audio lies against the pictures; null where nobody can tell.</summary>
    public SyncReading? Sync { get; init; }

    /// <summary>What was left out, by reason.</summary>
    public IReadOnlyDictionary<string, long> Skips { get; init; } = new Dictionary<string, long>();

    /// <summary>How often the source was lost and came back.</summary>
    public int Reconnects { get; init; }

    /// <summary>Outputs that have failed, by name, each with why.</summary>
    public IReadOnlyDictionary<string, Exception> SinkFailures { get; init; } = new Dictionary<string, Exception>();
}
