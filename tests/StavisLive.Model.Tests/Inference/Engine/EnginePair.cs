using StavisLive.Model.Inference.Engine;
using StavisLive.Model.Network;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Inference.Engine;

/// <summary>An engine of each precision that the processor is quick in, for all tests of a class. Owns them; borrows the network.</summary>
internal sealed class EnginePair(StavisNetwork network) : IDisposable
{
    /// <summary>In float32.</summary>
    public SaliencyEngine Single { get; } = EngineFactory.Create(network, CPU, float32);

    /// <summary>In bfloat16; null where that is slow.</summary>
    public SaliencyEngine? Half { get; } = EngineFactory.HasFastBFloat16 ? EngineFactory.Create(network, CPU, bfloat16) : null;

    /// <summary>Forgets what a test's stream has left.</summary>
    public void Forget(int stream)
    {
        Single.Forget(stream);
        Half?.Forget(stream);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Half?.Dispose();
        Single.Dispose();
    }
}
