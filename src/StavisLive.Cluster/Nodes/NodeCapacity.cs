using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Core.Inference;
using StavisLive.Hosting.Composition;

namespace StavisLive.Cluster.Nodes;

/// <summary>Maps per second that this node can give, by where its network computes.</summary>
/// <param name="OnCuda">On CUDA; where nothing is to be computed there, as on the processor.</param>
/// <param name="OnProcessor">On the processor: by itself, or in the place of a CUDA device that doesn't work.</param>
internal sealed record NodeCapacity(double OnCuda, double OnProcessor)
{
    /// <summary>What the configuration says, or what is measured, on the calling thread.</summary>
    /// <exception cref="Model.Checkpoints.CheckpointException">The weights cannot be read or do not fit.</exception>
    public static NodeCapacity Find(StavisConfig config, ILogger log) =>
        Find(config, MapCapacity.IsOnCuda(config.Model), model => MapCapacity.Find(model, log));

    /// <summary>The same with another way of measuring.</summary>
    internal static NodeCapacity Find(StavisConfig config, bool isForCuda, Func<ModelConfig, double> measure)
    {
        var said = config.Cluster.Capacity;
        if (!isForCuda)
        {
            var capacity = said ?? measure(config.Model);
            return new NodeCapacity(capacity, capacity);
        }
        // Already now: once a device has failed, the processor has its hands full, and there is no time to measure.
        var onProcessor = measure(config.Model with { Device = ComputeDevice.Cpu });
        return new NodeCapacity(said ?? measure(config.Model), Math.Min(said ?? onProcessor, onProcessor));
    }
}
