using StavisLive.Core.Diagnostics;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;

namespace StavisLive.Media.Sinks.Foveated;

/// <summary>The newest map of a live stream, for frames that don't wait for theirs, and how old it was when they took it.</summary>
internal sealed class NewestMap
{
    // Nobody looks there any more, most likely: all is alike until maps come again.
    private static readonly MediaTime Oldest = MediaTime.FromMilliseconds(2_000);

    // All alike.
    private static readonly float[] Flat = [.. Enumerable.Repeat(1f, SaliencyMap.Length)];

    private readonly float[] _values = new float[SaliencyMap.Length];
    private readonly LatencyRecorder _ages = new();
    private MediaTime? _time;

    /// <summary>From a frame's time to its map's, over all that found one.</summary>
    public LatencyDistribution Ages => _ages.Snapshot();

    /// <summary>How many frames found one.</summary>
    public long Uses { get; private set; }

    /// <summary>Keeps a copy of a result's map.</summary>
    public void Take(SaliencyResult result)
    {
        // A map is for the newest of the frames that it comes with, of which the last comes last.
        result.Map.Values.CopyTo(_values);
        _time = result.PresentationTime;
    }

    /// <summary>The map for a frame; all alike while there is none, or none that still says anything.</summary>
    public ReadOnlySpan<float> For(MediaTime time)
    {
        if (_time is not { } mapped || time - mapped > Oldest) return Flat;
        _ages.Record(time > mapped ? (time - mapped).ToTimeSpan() : TimeSpan.Zero);
        Uses++;
        return _values;
    }
}
