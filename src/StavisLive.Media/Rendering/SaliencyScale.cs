using StavisLive.Core.Media;

namespace StavisLive.Media.Rendering;

/// <summary>Which values of a stream's maps are "nothing" and "most": its mean and its maximum, both smoothed over media time.</summary>
/// <remarks>
/// Scaling every map by its own maximum would flicker and hide that a scene became dull; a fixed scale would show nothing
/// of a model whose values are small. So the scale follows: quickly up, so that a new attraction is not a white blob for
/// long, slowly down, so that a short lull keeps looking like one.
/// </remarks>
public sealed class SaliencyScale
{
    private const double RiseSeconds = 0.25;
    private const double FallSeconds = 2;

    // A map whose peak stands out by less than this part of the maximum is flat: its ripple is no saliency.
    private const double LeastContrast = 0.1;

    // Below any value a sigmoid in single precision is likely to mean something with; keeps the division finite.
    private const double Tiny = 1e-6;

    private MediaTime? _last;
    private double _mean;
    private double _maximum;

    /// <summary>The value that is shown as nothing.</summary>
    public double Floor => _mean;

    /// <summary>How far above <see cref="Floor"/> the value lies that is shown as the most.</summary>
    public double Range => Math.Max(_maximum - _mean, LeastContrast * _maximum + Tiny);

    /// <summary>Whether a peak of that value stands out.</summary>
    public bool IsDistinct(double peak) => peak - _mean >= Math.Max(LeastContrast * _maximum, Tiny);

    /// <summary>Takes the next map's values in. A time that does not advance leaves the scale as it is.</summary>
    public void Follow(MediaTime time, double mean, double maximum)
    {
        if (_last is not { } last) (_mean, _maximum) = (mean, maximum);
        else if (time > last)
        {
            var elapsed = (time - last).Seconds;
            _mean = Approach(_mean, mean, elapsed);
            _maximum = Approach(_maximum, maximum, elapsed);
        }
        // Backwards too: a file that is played again starts over.
        _last = time;
    }

    /// <summary>Forgets what came before: the next map sets the scale alone.</summary>
    public void Reset() => _last = null;

    private static double Approach(double from, double to, double elapsed)
    {
        var constant = to > from ? RiseSeconds : FallSeconds;
        return from + (to - from) * (1 - Math.Exp(-elapsed / constant));
    }
}
