using System.Text.Json;
using StavisLive.Core.Arrays;
using StavisLive.Model.Native;
using StavisLive.Testing;
using StavisLive.Training.Losses;
using static TorchSharp.torch;

namespace StavisLive.Training.Tests.Losses;

/// <summary>Against the authors' implementation: values and the gradient of the published mixture.</summary>
public sealed class SaliencyLossesTests
{
    private static readonly IReadOnlyDictionary<string, NpyArray> Arrays = NpzFile.Read("TestData/parity/losses.npz");
    private static readonly JsonElement Expected = JsonDocument.Parse(File.ReadAllText("TestData/parity/losses.json")).RootElement;

    static SaliencyLossesTests() => TorchRuntime.EnsureLoaded();

    [Fact]
    public void CrossEntropy_ReferenceSamples_Equal() =>
        AssertClose("cross_entropy", SaliencyLosses.CrossEntropy(Map("logits"), Density()));

    [Fact]
    public void Correlation_ReferenceSamples_Equal() =>
        AssertClose("cc", SaliencyLosses.Correlation(Map("logits"), Density()));

    [Fact]
    public void Scanpath_ReferenceSamples_Equal() =>
        AssertClose("nss", SaliencyLosses.Scanpath(Map("logits"), Map("fixations")));

    [Fact]
    public void Of_PublishedWeights_TotalAndGradientEqual()
    {
        using var scope = NewDisposeScope();
        var logits = Map("logits").requires_grad_();
        var total = new LossWeights().Of(logits, Density(), Map("fixations"));
        AssertClose("total", total);

        total.sum().backward();
        var expected = Map("grad_total");
        var largest = expected.abs().max().item<float>();
        Assert.InRange((logits.grad! - expected).abs().max().item<float>(), 0, 1e-4 * largest);
    }

    [Fact]
    public void Scanpath_NobodyLooked_Zero()
    {
        using var scope = NewDisposeScope();
        var loss = SaliencyLosses.Scanpath(randn(1, 112, 112), zeros(1, 112, 112));
        Assert.Equal(0, loss.item<float>());
    }

    [Fact]
    public void Divergence_MapEqualsDensity_ZeroAndMoreElsewhere()
    {
        using var scope = NewDisposeScope();
        var density = rand(2, 112, 112).Times(0.9).Plus(0.05);
        var same = SaliencyLosses.Divergence(density.logit(), density);
        var other = SaliencyLosses.Divergence(density.flip(2).logit(), density);
        Assert.InRange(same.abs().max().item<float>(), 0, 1e-5);
        Assert.True(other.min().item<float>() > 0.1);
    }

    private static void AssertClose(string key, Tensor actual)
    {
        var values = actual.detach().data<float>().ToArray();
        var expected = Expected.GetProperty(key).EnumerateArray().Select(value => value.GetDouble()).ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < values.Length; i++) Assert.InRange(values[i], expected[i] - (1e-4 * Math.Abs(expected[i])), expected[i] + (1e-4 * Math.Abs(expected[i])));
    }

    private static Tensor Density() => Map("density").DividedBy(255);

    private static Tensor Map(string name)
    {
        var array = Arrays[name];
        float[] values = array.Type is "|u1" ? [.. array.AsBytes().ToArray().Select(value => (float)value)] : array.AsSingle();
        var (rows, columns) = (array.Shape[^2], array.Shape[^1]);
        return tensor(values, [values.Length / (rows * columns), rows, columns]);
    }
}
