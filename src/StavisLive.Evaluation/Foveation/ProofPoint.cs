namespace StavisLive.Evaluation.Foveation;

/// <summary>A clip encoded once.</summary>
public sealed record ProofPoint
{
    /// <summary>The quality that was asked for (CRF); null where a bitrate was.</summary>
    public double? Quality { get; init; }

    /// <summary>Kilobits per second.</summary>
    public required double Kbps { get; init; }

    /// <summary>How long encoding took, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>PSNR of the luma.</summary>
    public required double Psnr { get; init; }

    /// <summary>Structural similarity in decibels, -10 log10(1 - SSIM).</summary>
    public required double Ssim { get; init; }

    /// <summary>PSNR by where people looked; null where that isn't known.</summary>
    public double? GazePsnr { get; init; }

    /// <summary>Structural similarity in decibels by where people looked.</summary>
    public double? GazeSsim { get; init; }

    /// <summary>PSNR by the network's own map.</summary>
    public required double SaliencyPsnr { get; init; }

    /// <summary>Structural similarity in decibels by the network's own map.</summary>
    public required double SaliencySsim { get; init; }
}
