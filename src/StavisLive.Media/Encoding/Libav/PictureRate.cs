using StavisLive.Core.Media;

namespace StavisLive.Media.Encoding.Libav;

/// <summary>How many pictures come in a second, by their own times. Not thread-safe.</summary>
/// <param name="nominal">What is believed at first.</param>
internal sealed class PictureRate(double nominal)
{
    // A few pictures that were held up somewhere come at once.
    private const double ShortestSeconds = 0.2;

    private int _count;
    private MediaTime _elapsed;

    /// <summary>The rate.</summary>
    public double PerSecond { get; private set; } = nominal;

    /// <summary>Takes note of one more picture.</summary>
    /// <param name="step">Its time after the one before.</param>
    /// <returns>Whether the rate was found anew: after a second, or after as many pictures as were to come in one.</returns>
    public bool Note(MediaTime step)
    {
        (_count, _elapsed) = (_count + 1, _elapsed + step);
        if (_elapsed.Seconds < ShortestSeconds || (_elapsed.Seconds < 1 && _count < PerSecond)) return false;
        PerSecond = _count / _elapsed.Seconds;
        (_count, _elapsed) = (0, MediaTime.Zero);
        return true;
    }
}
