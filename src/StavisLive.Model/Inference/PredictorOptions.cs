using StavisLive.Core.Inference;
using StavisLive.Model.Native;

namespace StavisLive.Model.Inference;

/// <summary>Where and how a <see cref="SaliencyPredictor"/> computes.</summary>
public sealed record PredictorOptions
{
    /// <summary>Where to compute; by default on CUDA where there is such a device.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Auto;

    /// <summary>The numbers to compute with.</summary>
    public InferencePrecision Precision { get; init; } = InferencePrecision.Auto;

    /// <summary>Threads on the CPU; null: as OMP_NUM_THREADS says, else one per core, but no more than a limit on processor time leaves.</summary>
    public int? Threads { get; init; }

    /// <summary>Steps under way at once, which share the threads; null: two on the CPU, where there are two threads or more.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Folder that remembers which precision is the faster one here.</summary>
    /// <value>By default the program's folder in the user's cache.</value>
    public string CacheFolder { get; init; } = UserCache.Folder;
}
