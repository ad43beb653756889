using StavisLive.Evaluation.Metrics;

namespace StavisLive.Evaluation.Clips;

/// <summary>What people looked at in one frame, and where its scores belong.</summary>
/// <param name="Row">The row of the table: a video, or a still.</param>
/// <param name="Group">The set that the row is averaged with; empty where there is one only.</param>
/// <param name="Width">Pixels per row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Density">Smoothed fixations; borrowed from the clip until its next frame.</param>
/// <param name="Fixated">Fixated pixels.</param>
/// <param name="Others">Pixels fixated elsewhere, for the shuffled AUC.</param>
public sealed record FrameTruth(string Row, string Group, int Width, int Height, ReadOnlyMemory<double> Density, int[] Fixated, int[]? Others)
{
    /// <summary>The same for the metrics.</summary>
    /// <param name="baseline">What information is gained over, of the same size; borrowed.</param>
    public GroundTruth ToGroundTruth(ReadOnlyMemory<double> baseline) => new(Width, Height, Density, Fixated) { Others = Others, Baseline = baseline };
}
