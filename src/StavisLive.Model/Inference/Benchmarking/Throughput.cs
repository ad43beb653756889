namespace StavisLive.Model.Inference.Benchmarking;

/// <summary>How many maps a second a network made when it always had the next window.</summary>
/// <param name="MapsPerSecond">Of all streams together.</param>
/// <param name="Device">Where it was computed in the end, in what and with how many threads, in words.</param>
/// <param name="UsesCuda">Whether that was on CUDA, which may not have worked though it was asked for.</param>
public sealed record Throughput(double MapsPerSecond, string Device, bool UsesCuda);
