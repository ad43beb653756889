namespace StavisLive.Model.Inference.Precision;

/// <summary>How float32 and bfloat16 compared on a machine, with some weights.</summary>
/// <param name="Float32Milliseconds">Duration of a step in float32.</param>
/// <param name="BFloat16Milliseconds">Duration of a step in bfloat16.</param>
/// <param name="Correlation">Of the two maps of the same window.</param>
/// <param name="Difference">Largest difference of the two maps.</param>
internal sealed record PrecisionVerdict(double Float32Milliseconds, double BFloat16Milliseconds, double Correlation, double Difference)
{
    // What reduced precision may cost (the project's own parity tolerance).
    private const double LeastCorrelation = 0.999;
    private const double MostDifference = 0.03;

    /// <summary>Whether the maps in bfloat16 are as good.</summary>
    public bool Agrees => Correlation >= LeastCorrelation && Difference <= MostDifference;

    /// <summary>Whether bfloat16 is to be used.</summary>
    public bool PrefersBFloat16 => Agrees && BFloat16Milliseconds < Float32Milliseconds;

    /// <summary>The outcome as a sentence for people.</summary>
    public string Describe() => Agrees
        ? $"One step takes {BFloat16Milliseconds:F0} ms in bfloat16 and {Float32Milliseconds:F0} ms in float32: {(PrefersBFloat16 ? "bfloat16" : "float32")} is used."
        : $"bfloat16 changes the map (correlation {Correlation:F4}, largest difference {Difference:F3}): float32 is used.";
}
