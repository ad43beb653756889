using StavisLive.Core.Media;

namespace StavisLive.Media.Encoding.Regions.Gaze;

/// <summary>Gaze that was recorded on the picture's time line, for offline runs: each picture gets the place of its own moment.</summary>
/// <remarks>Lines are read as far as the pictures are; the other end may write them as slowly as it likes.</remarks>
/// <param name="lines">The lines, in the order of time; borrowed.</param>
internal sealed class RecordedGaze(TextReader lines) : IGazeSource
{
    // Two sinks may be this far apart; what is older is forgotten.
    private const double Kept = 120;

    private readonly Lock _lock = new();
    private readonly List<GazeSample> _samples = [];
    private bool _hasEnded;

    /// <inheritdoc />
    public GazeSample? At(MediaTime time)
    {
        lock (_lock)
        {
            while (!_hasEnded && (_samples.Count == 0 || _samples[^1].Time <= time.Seconds)) ReadOne();
            var at = _samples.FindLastIndex(sample => sample.IsOnPicture && sample.Time <= time.Seconds);
            return at >= 0 && time.Seconds - _samples[at].Time <= NewestGaze.Hold.TotalSeconds ? _samples[at] : null;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private void ReadOne()
    {
        if (lines.ReadLine() is not { } line)
        {
            _hasEnded = true;
            return;
        }
        if (GazeSample.Parse(line) is not { } sample) return;
        _samples.Add(sample);
        // Seldom, so that it costs nothing.
        if (_samples.Count % 4096 == 0) _samples.RemoveAll(old => old.Time < sample.Time - Kept);
    }
}
