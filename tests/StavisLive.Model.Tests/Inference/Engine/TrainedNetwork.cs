using StavisLive.Model.Checkpoints;
using StavisLive.Model.Network;

namespace StavisLive.Model.Tests.Inference.Engine;

/// <summary>The network that people use, and engines of it. Owns them.</summary>
public sealed class TrainedNetwork : IDisposable
{
    /// <summary>Reads and translates it.</summary>
    public TrainedNetwork()
    {
        Network = Load();
        Engines = new EnginePair(Network);
    }

    /// <summary>In float32; to be left as it is.</summary>
    public StavisNetwork Network { get; }

    /// <summary>Engines of it.</summary>
    internal EnginePair Engines { get; }

    /// <summary>One of the caller's own, in evaluation mode.</summary>
    public static StavisNetwork Load()
    {
        var network = WeightsFile.Load(Path.Combine(AppContext.BaseDirectory, "weights", "stavis-default.safetensors"), false).Network;
        network.eval();
        return network;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Engines.Dispose();
        Network.Dispose();
    }
}
