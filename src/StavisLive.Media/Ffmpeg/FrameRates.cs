using System.Numerics;

namespace StavisLive.Media.Ffmpeg;

/// <summary>Tells a frame rate from the numbers that containers state in its place.</summary>
internal static class FrameRates
{
    // High-speed phones and cameras reach 960; above that it is a container's clock (90,000, 1,000 and the like).
    private const double Highest = 960;

    // Of itself. A frame's duration is cut off to whole nanoseconds in Matroska, and to tenths of a microsecond in DirectShow.
    private const double CutOff = 1e-5;

    /// <summary>The first rate that can be one, rounded to a whole one where only the digits that a duration cuts off differ; 0 if none can.</summary>
    public static double Choose(params ReadOnlySpan<double> candidates)
    {
        foreach (var candidate in candidates)
        {
            var whole = Math.Round(candidate);
            var rate = Math.Abs(candidate - whole) <= CutOff * candidate ? whole : candidate;
            if (rate is > 0 and <= Highest) return rate;
        }
        return 0;
    }

    /// <summary>A rate as so many pictures in so many seconds, in lowest terms: a television's exactly, others to a thousandth.</summary>
    public static (long Pictures, long Seconds) Fraction(double rate)
    {
        // Rates of television are a thousandth below whole ones.
        var whole = Math.Round(rate * 1.001);
        var (pictures, seconds) = Math.Abs(whole / 1.001 - rate) < 0.0005 ? ((long)whole * 1000, 1001L) : ((long)Math.Round(rate * 1000), 1000L);
        var divisor = (long)BigInteger.GreatestCommonDivisor(pictures, seconds);
        return (pictures / divisor, seconds / divisor);
    }
}
