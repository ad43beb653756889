using System.Security.Cryptography;
using StavisLive.Core.Windowing;
using StavisLive.Model.Inference.Engine;
using StavisLive.Model.Network;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Inference.Engine;

/// <summary>A visual network with random weights, an engine of each precision, and the network's own maps, each computed once. Owns them all.</summary>
public sealed class KnownNetwork : IDisposable
{
    private readonly StavisNetwork _network = RandomNetworks.Create(new NetworkVariant(10, Audiovisual: false));
    private readonly Dictionary<string, float[]> _logits = [];

    /// <summary>Makes the network and translates it.</summary>
    public KnownNetwork()
    {
        Single = EngineFactory.Create(_network, CPU, float32);
        if (EngineFactory.HasFastBFloat16) Half = EngineFactory.Create(_network, CPU, bfloat16);
    }

    /// <summary>In float32.</summary>
    internal SaliencyEngine Single { get; }

    /// <summary>In bfloat16; null where that is slow.</summary>
    internal SaliencyEngine? Half { get; }

    /// <summary>The trainable network's logits of a window, which depend on its pictures alone: streams come by the same ones again and again.</summary>
    internal float[] Logits(NetworkWindow window)
    {
        var pictures = Convert.ToHexString(SHA256.HashData(window.Pictures));
        return _logits.TryGetValue(pictures, out var known) ? known : _logits[pictures] = PlainPass.Logits(_network, window);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Half?.Dispose();
        Single.Dispose();
        _network.Dispose();
    }
}
