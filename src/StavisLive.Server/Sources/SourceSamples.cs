using StavisLive.Core.Sessions;

namespace StavisLive.Server.Sources;

/// <summary>How a source did in the last minutes, a second each. Used by one caller at a time.</summary>
/// <param name="time">The clock.</param>
internal sealed class SourceSamples(TimeProvider time)
{
    private const double Shortest = 0.5;

    // Five minutes, a second each.
    private const int Most = 300;

    private readonly Queue<SourceSample> _samples = new();
    private (long Frames, long Maps, long Skips) _counted;
    private long _takenAt = time.GetTimestamp();

    /// <summary>The newest sample; null before the first.</summary>
    public SourceSample? Newest { get; private set; }

    /// <summary>All samples that are kept, oldest first.</summary>
    public IReadOnlyList<SourceSample> ToList() => [.. _samples];

    /// <summary>Another stream counts from nothing.</summary>
    public void CountAnew() => _counted = default;

    /// <summary>A second has passed.</summary>
    /// <param name="status">How far the stream is.</param>
    /// <param name="entropy">Entropy of the newest map, in bits; null without maps.</param>
    /// <param name="level">Peak of the audio, in decibels of full scale; null without.</param>
    public void Take(SessionStatus status, double? entropy, double? level)
    {
        var seconds = time.GetElapsedTime(_takenAt).TotalSeconds;
        // On a busy machine two seconds' ends may come at once.
        if (seconds < Shortest) return;
        var counted = (status.FramesIn, status.MapsOut, Skips: status.Skips.Values.Sum());
        var latency = status.CaptureToMap is { Count: > 0 } some ? some : null;
        Newest = new SourceSample(
            time.GetUtcNow(), Math.Max(0, counted.FramesIn - _counted.Frames) / seconds, Math.Max(0, counted.MapsOut - _counted.Maps) / seconds,
            latency?.P50, latency?.P95, Math.Max(0, counted.Skips - _counted.Skips), entropy, level);
        (_counted, _takenAt) = (counted, time.GetTimestamp());
        _samples.Enqueue(Newest);
        if (_samples.Count > Most) _samples.Dequeue();
    }
}
