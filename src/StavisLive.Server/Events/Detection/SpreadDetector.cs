using StavisLive.Core.Media;

namespace StavisLive.Server.Events.Detection;

/// <summary>Tells when attention spreads suddenly: when its entropy rises well above its exponential mean of the last ten seconds.</summary>
/// <remarks>At most once in ten seconds, and again only after it has come down half of the way.</remarks>
internal sealed class SpreadDetector
{
    private const double MeanSeconds = 10;
    private const double RestSeconds = 10;

    // Fewer say nothing of how it usually is.
    private const double LeastSeconds = 1;

    // After a longer gap the scene may be another one.
    private const double LongestGap = 1;

    private MediaTime? _last;
    private double _mean;
    private double _seen;
    private double _rested = RestSeconds;
    private bool _isUp;

    /// <summary>A sample.</summary>
    /// <param name="at">When, on the stream's time line.</param>
    /// <param name="entropy">How far attention is spread, in bits.</param>
    /// <param name="bits">How far above the mean is sudden.</param>
    /// <returns>Whether it has spread suddenly just now.</returns>
    public bool Step(MediaTime at, double entropy, double bits)
    {
        var passed = _last is { } last ? (at - last).Seconds : 0;
        _rested += Math.Max(0, passed);
        if (_last is null || passed is < 0 or > LongestGap) (_mean, _seen, passed, _isUp) = (entropy, 0, 0, false);
        _last = at;

        var rise = entropy - _mean;
        var isSudden = !_isUp && rise > bits && _seen >= LeastSeconds && _rested >= RestSeconds;
        if (isSudden) (_isUp, _rested) = (true, 0);
        else if (rise < bits / 2) _isUp = false;

        _seen += passed;
        // As long as less was seen than the mean is of, all of that counts alike.
        if (passed > 0) _mean += rise * Math.Max(1 - Math.Exp(-passed / MeanSeconds), passed / (_seen + passed));
        return isSudden;
    }
}
