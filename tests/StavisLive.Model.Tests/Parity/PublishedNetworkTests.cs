using System.Text.Json;
using StavisLive.Model.Network;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Parity;

/// <summary>The network computes what the authors' implementation computes.</summary>
public sealed class PublishedNetworkTests
{
    [Theory]
    [InlineData("resnet10-visual")]
    [InlineData("resnet10-audiovisual")]
    [InlineData("resnet50-visual")]
    [InlineData("resnet50-audiovisual")]
    public void Forward_GoldenWeights_MatchesTheAuthors(string name)
    {
        using var network = GoldenWeights.CreateNetwork(name);
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        using var outputs = new ActivationRecorder(network);

        var logits = network.call(Frames(), network.Variant.Audiovisual ? Audio() : null);

        var (shape, expected) = Golden.Npy<float>($"{name}.logits.npy");
        Assert.Equal(shape, logits.shape);
        var difference = Numbers.MaxDifference(expected, Numbers.Of(logits));
        TestContext.Current.TestOutputHelper!.WriteLine($"max |difference| of logits {difference:G3}");
        Assert.True(difference <= 2e-4, $"max |difference| of logits {difference:G3}");
        AssertActivations(name, network.Variant.Audiovisual, outputs);
        if (network.Variant.Audiovisual) AssertEmbedding(name, outputs["soundnet8"]);
    }

    private static Tensor Frames()
    {
        var (shape, values) = Golden.Npy<byte>("frames.npy");
        return NetworkInput.FromPictures(tensor(values, shape));
    }

    private static Tensor Audio() => tensor(Golden.Npy<float>("audio.npy").Values, [2, 1, 1, 35_280]);

    private static void AssertActivations(string name, bool audiovisual, ActivationRecorder outputs)
    {
        foreach (var expected in Golden.Json($"{name}.activations.json").EnumerateObject())
        {
            if (expected.Name == "soundnet8" && !audiovisual) continue; // the authors' runs in vain
            if (expected.Name.StartsWith("score_dsn", StringComparison.Ordinal)) AssertDsam(expected, outputs);
            else AssertMeanAndNorm(expected.Name, expected.Value.GetProperty("mean"), expected.Value.GetProperty("l2"), outputs[expected.Name]);
        }
    }

    private static void AssertDsam(JsonProperty expected, ActivationRecorder outputs)
    {
        var side = expected.Value.GetProperty("side");
        AssertMeanAndNorm(expected.Name, side[0], side[1], outputs[$"{expected.Name}.upscale"]);

        var attention = Numbers.Of(outputs[$"{expected.Name}.score_dsn"][0].flatten().softmax(0));
        var peak = Array.IndexOf(attention, attention.Max());
        Assert.Equal(expected.Value.GetProperty("attention_argmax").GetInt32(), peak);
        Numbers.AssertRelative(expected.Value.GetProperty("attention_max").GetDouble(), attention[peak], 1e-4, expected.Name);
    }

    private static void AssertMeanAndNorm(string name, JsonElement mean, JsonElement norm, Tensor actual)
    {
        Numbers.AssertRelative(norm.GetDouble(), actual.norm().item<float>(), 1e-4, $"L2 norm of {name}");

        // A mean of numbers that cancel is as exact as the numbers, not as itself.
        var size = norm.GetDouble() / Math.Sqrt(actual.numel());
        var tolerance = 1e-4 * Math.Max(Math.Abs(mean.GetDouble()), 0.01 * size);
        Assert.InRange(actual.to(float64).mean().item<double>(), mean.GetDouble() - tolerance, mean.GetDouble() + tolerance);
    }

    private static void AssertEmbedding(string name, Tensor actual)
    {
        var expected = Golden.Npy<float>($"{name}.audio_embedding.npy").Values;
        var largest = expected.Max(Math.Abs);
        Assert.True(Numbers.MaxDifference(expected, Numbers.Of(actual)) <= 1e-4 * largest);
    }
}
