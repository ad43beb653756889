using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using StavisLive.Model.Network;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Parity;

/// <summary>Weights without a file: every element follows from a tensor's name by SplitMix64 in counter form.</summary>
internal static class GoldenWeights
{
    /// <summary>The network of <c>name.weights.json</c>, in evaluation mode.</summary>
    public static StavisNetwork CreateNetwork(string name) => CreateNetwork(name, published => published);

    /// <summary>Another variant of it: published tensors as there, those that only this variant has by the same rule.</summary>
    public static StavisNetwork CreateNetwork(string name, Func<NetworkVariant, NetworkVariant> vary)
    {
        var description = Golden.Json($"{name}.weights.json");
        var published = NetworkVariant.Published with
        {
            Depth = description.GetProperty("depth").GetInt32(),
            Audiovisual = description.GetProperty("audiovisual").GetBoolean(),
        };
        var network = StavisNetwork.WithoutValues(vary(published));
        Fill(network.state_dict(), description);
        network.eval();
        return network;
    }

    /// <summary>Shapes by name, as published.</summary>
    public static SortedDictionary<string, long[]> Shapes(string name) =>
        new(
            Golden.Json($"{name}.weights.json").GetProperty("tensors").EnumerateObject()
                .ToDictionary(tensor => tensor.Name, tensor => ShapeOf(tensor.Value)),
            StringComparer.Ordinal);

    private static long[] ShapeOf(JsonElement tensor) =>
        [.. tensor.GetProperty("shape").EnumerateArray().Select(side => side.GetInt64())];

    private static void Fill(Dictionary<string, Tensor> state, JsonElement description)
    {
        var salt = description.GetProperty("salt").GetString();
        var published = description.GetProperty("tensors");
        Parallel.ForEach(state.Where(entry => entry.Value.is_floating_point()), entry =>
        {
            var (key, target) = entry;
            var (low, high) = published.TryGetProperty(key, out var tensor) && ShapeOf(tensor).SequenceEqual(target.shape)
                ? (tensor.GetProperty("lo").GetDouble(), tensor.GetProperty("hi").GetDouble())
                : OwnRange(target);
            Fill(MemoryMarshal.Cast<byte, float>(target.bytes), Hash(salt + key), low, high);
        });
    }

    // As the authors' range for a 1x1 convolution: outputs as large as inputs. Vectors stay small, like their biases.
    private static (double Low, double High) OwnRange(Tensor target)
    {
        var bound = target.dim() == 1 ? 0.1 : Math.Sqrt(3.0 * target.shape[0] / target.numel());
        return (-bound, bound);
    }

    private static void Fill(Span<float> values, ulong seed, double low, double high)
    {
        for (var index = 0; index < values.Length; index++)
        {
            var z = seed + (((ulong)index + 1) * 0x9E3779B97F4A7C15);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            z ^= z >> 31;
            values[index] = (float)(low + ((high - low) * ((z >> 40) * (1.0 / (1 << 24)))));
        }
    }

    // FNV-1a, 64 bits.
    private static ulong Hash(string text)
    {
        var hash = 0xcbf29ce484222325;
        foreach (var letter in Encoding.UTF8.GetBytes(text)) hash = (hash ^ letter) * 0x100000001b3;
        return hash;
    }
}
