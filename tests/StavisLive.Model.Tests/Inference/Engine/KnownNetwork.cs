using System.Security.Cryptography;
using StavisLive.Core.Windowing;
using StavisLive.Model.Network;

namespace StavisLive.Model.Tests.Inference.Engine;

/// <summary>A visual network with random weights, an engine of each precision, and the network's own maps, each computed once. Owns them all.</summary>
public sealed class KnownNetwork : IDisposable
{
    private readonly StavisNetwork _network = RandomNetworks.Create(new NetworkVariant(10, Audiovisual: false));
    private readonly Dictionary<string, float[]> _logits = [];

    /// <summary>Makes the network and translates it.</summary>
    public KnownNetwork() => Engines = new EnginePair(_network);

    /// <summary>Engines of it.</summary>
    internal EnginePair Engines { get; }

    /// <summary>The trainable network's logits of a window, which depend on its pictures alone: streams come by the same ones again and again.</summary>
    internal float[] Logits(NetworkWindow window)
    {
        var pictures = Convert.ToHexString(SHA256.HashData(window.Pictures));
        return _logits.TryGetValue(pictures, out var known) ? known : _logits[pictures] = PlainPass.Logits(_network, window);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Engines.Dispose();
        _network.Dispose();
    }
}
