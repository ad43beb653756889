using StavisLive.Model.Checkpoints;
using StavisLive.Model.Network;

namespace StavisLive.Integration.Tests.Running;

/// <summary>Weights of the smallest network, so that the tests that are about everything else are quick.</summary>
internal static class TestWeights
{
    private static readonly Lazy<string> Made = new(Make);

    /// <summary>Path of a depth-10 audiovisual .safetensors file with seeded start values.</summary>
    public static string Path => Made.Value;

    private static string Make()
    {
        var file = System.IO.Path.Combine(AppContext.BaseDirectory, "depth10.safetensors");
        using var network = new StavisNetwork(new NetworkVariant(Depth: 10), seed: 1);
        WeightsFile.Save(network, file);
        return file;
    }
}
