namespace StavisLive.Core.Diagnostics;

/// <summary>Percentiles of a duration over a run, in milliseconds.</summary>
public sealed record LatencyDistribution(long Count, double P50, double P95, double P99, double Max);
