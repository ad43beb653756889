using StavisLive.Core.Diagnostics;

namespace StavisLive.Model.Inference.Benchmarking;

/// <summary>What a benchmark found. Durations in milliseconds, memory in MB (10^6 bytes).</summary>
public sealed record BenchmarkReport
{
    /// <summary>ResNet depth.</summary>
    public required int Depth { get; init; }

    /// <summary>Whether the network listens.</summary>
    public required bool Audiovisual { get; init; }

    /// <summary>Device, precision and threads in words.</summary>
    public required string Device { get; init; }

    /// <summary>What was computed in: fp32, bf16 or fp16.</summary>
    public required string Precision { get; init; }

    /// <summary>Streams that took turns.</summary>
    public required int Streams { get; init; }

    /// <summary>Pictures that were new to each step of a stream.</summary>
    public required int NewPictures { get; init; }

    /// <summary>A step of the engine with all threads to itself: one window, or one batch of them.</summary>
    public required LatencyDistribution Step { get; init; }

    /// <summary>Time of such steps for each map.</summary>
    public required double StepMillisecondsPerMap { get; init; }

    /// <summary>What such a step takes to bring new pictures and audio to the device, by itself.</summary>
    public required double UploadMilliseconds { get; init; }

    /// <summary>What it takes to bring its maps back, by itself.</summary>
    public required double DownloadMilliseconds { get; init; }

    /// <summary>Maps per second of all streams together, as many steps at once as the predictor is worth.</summary>
    public required double MapsPerSecond { get; init; }

    /// <summary>Device, precision and threads in words, of what made these; as <see cref="Device"/>, unless it had to go elsewhere.</summary>
    public required string ThroughputDevice { get; init; }

    /// <summary>Median of an eager pass of the trainable network over one window, in the same precision.</summary>
    public required double PlainMilliseconds { get; init; }

    /// <summary>The fastest that this machine was seen to convolve, in the engine's precision: 10^9 operations a second.</summary>
    public required double MachinePeakGflops { get; init; }

    /// <summary>10^9 operations that a map takes in the engine; null where a step had several new pictures, of which they are not counted.</summary>
    public required double? GflopPerMap { get; init; }

    /// <summary>From the loaded network to a warm engine.</summary>
    public required double StartMilliseconds { get; init; }

    /// <summary>Managed allocation of a step.</summary>
    public required double AllocatedBytesPerStep { get; init; }

    /// <summary>Generation-2 collections during the steps.</summary>
    public required int Gen2Collections { get; init; }

    /// <summary>Memory of the process at the end.</summary>
    public required double Memory { get; init; }

    /// <summary>Growth of it over the last nine tenths of the steps.</summary>
    public required double MemoryGrowth { get; init; }

    /// <summary>Growth of it with each stream beyond the first; null for one stream.</summary>
    public required double? MemoryPerStream { get; init; }

    /// <summary>The layers, if they were measured.</summary>
    public required IReadOnlyList<LayerTiming> Layers { get; init; }

    /// <summary>Time of a map in steps by themselves as a share of the plain pass.</summary>
    public double Ratio => StepMillisecondsPerMap / PlainMilliseconds;

    /// <summary>Operations per second as a share of the machine's peak; null where they are not counted.</summary>
    public double? PeakShare => GflopPerMap * MapsPerSecond / MachinePeakGflops;
}
