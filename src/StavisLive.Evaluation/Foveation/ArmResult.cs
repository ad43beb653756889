namespace StavisLive.Evaluation.Foveation;

/// <summary>What regions save, of one kind of map with one codec: more (above 0) or fewer bits in percent at the same quality.</summary>
public sealed record ArmResult
{
    /// <summary>By PSNR weighted with where people looked; null where that isn't known.</summary>
    public double? BdRateGaze { get; init; }

    /// <summary>The same by SSIM.</summary>
    public double? BdRateGazeSsim { get; init; }

    /// <summary>By PSNR weighted with the network's own map: circular, where that made the regions.</summary>
    public required double BdRateSaliency { get; init; }

    /// <summary>The same by SSIM.</summary>
    public required double BdRateSaliencySsim { get; init; }

    /// <summary>By the PSNR of the whole picture: what it costs who looks elsewhere.</summary>
    public required double BdRatePsnr { get; init; }

    /// <summary>The same by SSIM.</summary>
    public required double BdRateSsim { get; init; }

    /// <summary>Time that encoding took over that of the baseline.</summary>
    public required double TimeRatio { get; init; }

    /// <summary>What was measured, from the best quality to the worst.</summary>
    public required IReadOnlyList<ProofPoint> Points { get; init; }

    /// <summary>Compares an arm with its baseline.</summary>
    internal static ArmResult Of(IReadOnlyList<ProofPoint> baseline, IReadOnlyList<ProofPoint> points) => new()
    {
        BdRateGaze = baseline[0].GazePsnr is null ? null : Rate(baseline, points, point => point.GazePsnr!.Value),
        BdRateGazeSsim = baseline[0].GazeSsim is null ? null : Rate(baseline, points, point => point.GazeSsim!.Value),
        BdRateSaliency = Rate(baseline, points, point => point.SaliencyPsnr),
        BdRateSaliencySsim = Rate(baseline, points, point => point.SaliencySsim),
        BdRatePsnr = Rate(baseline, points, point => point.Psnr),
        BdRateSsim = Rate(baseline, points, point => point.Ssim),
        TimeRatio = points.Sum(point => point.Seconds) / baseline.Sum(point => point.Seconds),
        Points = points,
    };

    private static double Rate(IReadOnlyList<ProofPoint> baseline, IReadOnlyList<ProofPoint> points, Func<ProofPoint, double> quality) =>
        BjontegaardDelta.Rate([.. baseline.Select(point => (point.Kbps, quality(point)))], [.. points.Select(point => (point.Kbps, quality(point)))]);
}
