using StavisLive.Model.Checkpoints;
using StavisLive.Model.Inference.Engine;
using StavisLive.Model.Network;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Inference.Engine;

/// <summary>The network that people use, and engines of it. Owns them.</summary>
public sealed class TrainedNetwork : IDisposable
{
    /// <summary>Reads and translates it.</summary>
    public TrainedNetwork()
    {
        Network = Load();
        Single = EngineFactory.Create(Network, CPU, float32);
        if (EngineFactory.HasFastBFloat16) Half = EngineFactory.Create(Network, CPU, bfloat16);
    }

    /// <summary>In float32; to be left as it is.</summary>
    public StavisNetwork Network { get; }

    /// <summary>In float32.</summary>
    internal SaliencyEngine Single { get; }

    /// <summary>In bfloat16; null where that is slow.</summary>
    internal SaliencyEngine? Half { get; }

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
        Half?.Dispose();
        Single.Dispose();
        Network.Dispose();
    }
}
