using StavisLive.Model.Checkpoints;
using StavisLive.Model.Network;
using static TorchSharp.torch;

namespace StavisLive.Integration.Tests.Running;

/// <summary>Weights of the smallest network, so that the tests that are about everything else are quick.</summary>
internal static class TestWeights
{
    private static readonly Lazy<string> Made = new(Make);

    // Start values leave the maps all but constant; this much more, and they follow the picture.
    private static readonly Dictionary<string, double> Gains = new() { ["side_prep.weight"] = 30, ["fuseav.weight"] = 100 };

    /// <summary>Path of a depth-10 audiovisual .safetensors file with seeded values.</summary>
    public static string Path => Made.Value;

    private static string Make()
    {
        var file = System.IO.Path.Combine(AppContext.BaseDirectory, "depth10.safetensors");
        using var network = new StavisNetwork(new NetworkVariant(Depth: 10), seed: 1);
        using var noGradient = no_grad();
        foreach (var (name, parameter) in network.named_parameters())
        {
            var gain = Gains.FirstOrDefault(gain => name.EndsWith(gain.Key, StringComparison.Ordinal)).Value;
            if (gain == 0) continue;
            using var factor = tensor(gain);
            parameter.mul_(factor);
        }
        WeightsFile.Save(network, file);
        return file;
    }
}
