using StavisLive.Model.Native;
using StavisLive.Model.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Network;

/// <summary>A new network starts as the authors' does.</summary>
public sealed class StartValuesTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly StavisNetwork _network = new(new NetworkVariant(10, Localization: LocalizationMethod.Bilinear, Fusion: FusionScheme.Combined), seed: 5);

    public void Dispose()
    {
        _network.Dispose();
        _scope.Dispose();
    }

    // Fan-out: output channels times the size of the kernel; of a bilinear form, M_j counts rows as what stands behind size(1).
    [Theory]
    [InlineData("conv1.weight", 64 * 7 * 7 * 7)]
    [InlineData("layer1.0.conv1.weight", 64 * 27)]
    [InlineData("layer3.0.downsample.0.weight", 256)]
    [InlineData("fusion3.affine_rgb.weight", 128)]
    [InlineData("fusion3.affine_audio.weight", 128)]
    [InlineData("fusion3.w_a_rgb.weight", 64 * 128)]
    public void New_ConvolutionsLinearAndBilinear_HaveHesDeviation(string name, int fanOut) =>
        AssertNormal(name, Math.Sqrt(2.0 / fanOut));

    [Theory]
    [InlineData("score_dsn.0.side_prep.weight")]
    [InlineData("soundnet8.14.weight")]
    [InlineData("soundnet8.21.weight")]
    public void New_FlatConvolutions_HaveDeviationOneThousandth(string name) => AssertNormal(name, 0.001);

    [Fact]
    public void New_Biases_AreMinusSixWhereSaliencyComesOutAndZeroElsewhere()
    {
        string[] heads = ["fuse", "fuseav", .. Enumerable.Range(0, 4).Select(index => $"score_dsn.{index}.score_dsn")];
        var biases = _network.named_parameters().Where(entry => entry.name.EndsWith(".bias", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(biases);
        Assert.All(biases, entry =>
        {
            var expected = heads.Contains(entry.name[..^".bias".Length]) ? -6f : 0f;
            Assert.All(Numbers.Of(entry.parameter), value => Assert.Equal(expected, value));
        });
        Assert.Equal(heads.Length, biases.Count(entry => Numbers.Of(entry.parameter)[0] == -6f));
    }

    [Fact]
    public void New_BatchNormalisations_ChangeNothing()
    {
        var state = _network.state_dict();
        var normalisations = state.Keys.Where(key => key.EndsWith(".running_mean", StringComparison.Ordinal))
            .Select(key => key[..^".running_mean".Length]).ToList();

        // The trunk's first, two in each of three blocks, two of projections, seven of the sound network.
        Assert.Equal(1 + 6 + 2 + 7, normalisations.Count);
        Assert.All(normalisations, name =>
        {
            Assert.All(Numbers.Of(state[name + ".weight"]), value => Assert.Equal(1f, value));
            Assert.All(Numbers.Of(state[name + ".running_var"]), value => Assert.Equal(1f, value));
            Assert.All(Numbers.Of(state[name + ".running_mean"]), value => Assert.Equal(0f, value));
        });
    }

    [Theory]
    [InlineData("fuse_sum.weight")]
    [InlineData("fuse_combined.weight")]
    public void New_MixingWeights_AreEqual(string name) => Assert.All(Values(name), value => Assert.Equal(0f, value));

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 4)]
    [InlineData(2, 8)]
    [InlineData(3, 16)]
    public void New_TransposedConvolutions_InterpolateARampExactly(int dsam, int scale)
    {
        using var inference = inference_mode();
        var side = 112 / scale;
        var ramp = TensorArithmetic.Ramp(side).view(1, 1, 1, side).expand(1, 16, side, side).contiguous();

        foreach (var name in new[] { "upscale", "upscale_" })
        {
            var (_, layer) = _network.named_modules().Single(module => module.name == $"score_dsn.{dsam}.{name}");
            var enlarged = ((nn.Module<Tensor, Tensor>)layer).call(name == "upscale" ? ramp : ramp.narrow(1, 0, 1));

            // Where the ramp has neighbours on both sides: position x of the large grid is (x + 0.5) / scale - 0.5 of the small one.
            var rows = Numbers.Of(enlarged.narrow(2, scale, 112 - (2 * scale)).narrow(3, scale, 112 - (2 * scale)));
            for (var index = 0; index < rows.Length; index++)
                Assert.Equal(((index % (112 - (2 * scale))) + scale + 0.5) / scale - 0.5, rows[index], 1e-4);
        }
    }

    [Fact]
    public void New_SameSeed_GivesTheSameNetworkAndAnotherSeedAnother()
    {
        using var same = new StavisNetwork(_network.Variant, seed: 5);
        using var other = new StavisNetwork(_network.Variant, seed: 6);

        Assert.All(_network.state_dict(), entry => Assert.Equal(Numbers.Of(entry.Value), Numbers.Of(same.state_dict()[entry.Key])));
        Assert.NotEqual(Values("conv1.weight"), Numbers.Of(other.state_dict()["conv1.weight"]));
    }

    [Fact]
    public void New_OtherNumbersDrawnBefore_ChangeNothing()
    {
        manual_seed(99);
        using var drawn = rand(1000);
        using var same = new StavisNetwork(_network.Variant, seed: 5);

        Assert.Equal(Values("conv1.weight"), Numbers.Of(same.state_dict()["conv1.weight"]));
    }

    private float[] Values(string name) => Numbers.Of(_network.state_dict()[name]);

    // Within four standard errors: of the mean s / sqrt n, of the deviation s / sqrt 2n.
    private void AssertNormal(string name, double deviation)
    {
        var values = Values(name);
        var mean = values.Average(value => (double)value);
        var actual = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        Assert.InRange(mean, -4 * deviation / Math.Sqrt(values.Length), 4 * deviation / Math.Sqrt(values.Length));
        Assert.InRange(actual / deviation, 1 - (4 / Math.Sqrt(2.0 * values.Length)), 1 + (4 / Math.Sqrt(2.0 * values.Length)));
    }
}
