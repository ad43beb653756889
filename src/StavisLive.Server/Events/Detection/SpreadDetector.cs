using StavisLive.Core.Media;

namespace StavisLive.Server.Events.Detection;

/// <summary>Tells when attention spreads suddenly: when its entropy rises well above its exponential mean of the last ten seconds.</summary>
/// <remarks>At most once in ten seconds, and again only after it has come down half of the way.</remarks>
internal sealed class SpreadDetector
{
    private const double MeanSeconds = 10;

    private static readonly MediaTime Rest = MediaTime.FromSeconds(10);

    // Less says nothing of how it usually is.
    private static readonly MediaTime Least = MediaTime.FromSeconds(1);

    // After a longer gap the scene may be another one.
    private static readonly MediaTime LongestGap = MediaTime.FromSeconds(1);

    private MediaTime? _last;
    private double _mean;
    private MediaTime _seen;
    private MediaTime _rested = Rest;
    private bool _isUp;

    /// <summary>A sample.</summary>
    /// <param name="at">When, on the stream's time line.</param>
    /// <param name="entropy">How far attention is spread, in bits.</param>
    /// <param name="bits">How far above the mean is sudden.</param>
    /// <returns>Whether it has spread suddenly just now.</returns>
    public bool Step(MediaTime at, double entropy, double bits)
    {
        var passed = _last is { } last ? at - last : default;
        if (_last is null || passed < MediaTime.Zero || passed > LongestGap) (_mean, _seen, _isUp) = (entropy, default, false);
        else _seen += passed;
        if (passed > MediaTime.Zero) _rested += passed;
        _last = at;

        var rise = entropy - _mean;
        var isSudden = !_isUp && rise > bits;
        // What came up when nothing could be told has not come suddenly later.
        if (isSudden) _isUp = true;
        else if (rise < bits / 2) _isUp = false;
        isSudden &= _seen >= Least && _rested >= Rest;
        if (isSudden) _rested = default;

        // As long as less was seen than the mean is of, all of that counts alike.
        if (_seen > MediaTime.Zero) _mean += rise * Math.Max(1 - Math.Exp(-passed.Seconds / MeanSeconds), passed.Seconds / (_seen + passed).Seconds);
        return isSudden;
    }
}
