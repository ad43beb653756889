namespace StavisLive.Media.Ffmpeg;

/// <summary>Tells a frame rate from the numbers that containers state in its place.</summary>
internal static class FrameRates
{
    // High-speed phones and cameras reach 960; above that it is a container's clock (90,000, 1,000 and the like).
    private const double Highest = 960;

    /// <summary>The first rate that can be one; 0 if none can.</summary>
    public static double Choose(params ReadOnlySpan<double> candidates)
    {
        foreach (var rate in candidates)
        {
            if (rate is > 0 and <= Highest) return rate;
        }
        return 0;
    }
}
