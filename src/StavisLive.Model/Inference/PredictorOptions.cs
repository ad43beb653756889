using StavisLive.Model.Native;

namespace StavisLive.Model.Inference;

/// <summary>Where and how a <see cref="SaliencyPredictor"/> computes.</summary>
public sealed record PredictorOptions
{
    /// <summary><c>auto</c> (CUDA where there is one), <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>The numbers to compute with.</summary>
    public InferencePrecision Precision { get; init; } = InferencePrecision.Auto;

    /// <summary>Threads on the CPU; null: libtorch's own choice, one per core unless OMP_NUM_THREADS says otherwise.</summary>
    public int? Threads { get; init; }

    /// <summary>Steps under way at once, which share the threads; null: two on the CPU, where there are two threads or more.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Folder that remembers which precision is the faster one here.</summary>
    /// <value>By default the program's folder in the user's cache.</value>
    public string CacheFolder { get; init; } = UserCache.Folder;
}
