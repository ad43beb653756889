using StavisLive.Model.Native;
using StavisLive.Model.Network;
using StavisLive.Model.Network.Localization;
using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Network.Localization;

/// <summary>The three localisations against their formulas, and against each other where they must agree.</summary>
public sealed class SoundLocalizationTests : IDisposable
{
    private const int Channels = 128;
    private const int Clips = 2;
    private const int Positions = 14 * 14;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Generator _generator = new(21);

    public void Dispose()
    {
        _generator.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [InlineData(64)]
    [InlineData(1)]
    public void Compare_Bilinear_IsItsFormula(int maps)
    {
        using var localization = Create(LocalizationMethod.Bilinear, maps);
        var (weight, bias) = (Randomized(localization, "w_a_rgb.weight"), Randomized(localization, "w_a_rgb.bias"));

        AssertMaps(localization, maps, (v, a, map) =>
        {
            double sum = bias[map];
            for (var row = 0; row < Channels; row++)
            for (var column = 0; column < Channels; column++)
                sum += (double)v[row] * weight[((map * Channels) + row) * Channels + column] * a[column];
            return sum;
        });
    }

    [Theory]
    [InlineData(64)]
    [InlineData(1)]
    public void Compare_InnerProduct_IsItsFormula(int maps)
    {
        using var localization = Create(LocalizationMethod.InnerProduct, maps);
        var (weight, bias) = (Randomized(localization, "w_inner.weight"), Randomized(localization, "w_inner.bias"));

        AssertMaps(localization, maps, (v, a, map) =>
            bias[map] + Enumerable.Range(0, Channels).Sum(k => (double)weight[(map * Channels) + k] * v[k] * a[k]));
    }

    [Fact]
    public void Compare_Cosine_IsItsFormula()
    {
        using var localization = Create(LocalizationMethod.Cosine, 1);

        AssertMaps(localization, 1, (v, a, _) => Enumerable.Range(0, Channels).Sum(k => (double)v[k] * a[k]) / (Norm(v) * Norm(a)));
    }

    [Fact]
    public void Compare_CosineOfSilenceOrOfNothing_IsZero()
    {
        using var localization = Create(LocalizationMethod.Cosine, 1);
        var (picture, audio) = Vectors();

        Assert.All(Numbers.Of(localization.Compare(picture, zeros_like(audio))), value => Assert.Equal(0f, value));
        Assert.All(Numbers.Of(localization.Compare(zeros_like(picture), audio)), value => Assert.Equal(0f, value));
    }

    [Fact]
    public void Compare_DiagonalBilinear_EqualsInnerProductWithItsDiagonal()
    {
        using var bilinear = Create(LocalizationMethod.Bilinear, 64);
        using var inner = Create(LocalizationMethod.InnerProduct, 64);
        Randomized(inner, "w_inner.weight");
        Randomized(inner, "w_inner.bias");
        Set(bilinear, "w_a_rgb.weight", diag_embed(inner.state_dict()["w_inner.weight"]));
        Set(bilinear, "w_a_rgb.bias", inner.state_dict()["w_inner.bias"]);
        var (picture, audio) = Vectors();

        Assert.InRange(Numbers.MaxDifference(Numbers.Of(inner.Compare(picture, audio)), Numbers.Of(bilinear.Compare(picture, audio))), 0, 1e-3);
    }

    [Fact]
    public void Compare_IdentityBilinearWithoutBias_IsTheCosineTimesBothNorms()
    {
        using var bilinear = Create(LocalizationMethod.Bilinear, 1);
        using var cosine = Create(LocalizationMethod.Cosine, 1);
        Set(bilinear, "w_a_rgb.weight", eye(Channels).unsqueeze(0));
        Set(bilinear, "w_a_rgb.bias", zeros(1));
        var (picture, audio) = Vectors();

        var norms = picture.norm(2, keepdim: true, p: 2) * audio.norm(1, keepdim: true, p: 2).unsqueeze(2);
        var expected = Numbers.Of(cosine.Compare(picture, audio) * norms);
        Assert.InRange(Numbers.MaxDifference(expected, Numbers.Of(bilinear.Compare(picture, audio))), 0, 1e-3);
    }

    [Fact]
    public void Forward_Trunk_ReadsTheTwoMiddleTimeStepsAndEnlargesEightfold()
    {
        using var localization = Create(LocalizationMethod.Bilinear, 64);
        var trunk = randn([1, Channels, 4, 14, 14], generator: _generator);
        var embedding = randn([1, 1024], generator: _generator);
        var maps = localization.call(trunk, embedding);

        Assert.Equal([1, 64, 112, 112], maps.shape);
        trunk.select(2, 0).Fill(100);
        trunk.select(2, 3).Fill(-100);
        Assert.Equal(Numbers.Of(maps), Numbers.Of(localization.call(trunk, embedding)));

        // The two steps count alike, whichever comes first.
        var swapped = cat([trunk.narrow(2, 0, 1), trunk.narrow(2, 2, 1), trunk.narrow(2, 1, 1), trunk.narrow(2, 3, 1)], 2);
        Assert.InRange(Numbers.MaxDifference(Numbers.Of(maps), Numbers.Of(localization.call(swapped, embedding))), 0, 1e-4);
    }

    private static SoundLocalization Create(LocalizationMethod method, int maps) =>
        SoundLocalization.Create(new NetworkVariant(10, true, method, maps), Channels);

    // v and a as the network makes them: not negative.
    private (Tensor Picture, Tensor Audio) Vectors() =>
        (randn([Clips, Positions, Channels], generator: _generator).relu_(), randn([Clips, Channels], generator: _generator).relu_());

    private float[] Randomized(nn.Module module, string name)
    {
        var target = module.state_dict()[name];
        Set(module, name, randn(target.shape, generator: _generator));
        return Numbers.Of(target);
    }

    private static void Set(nn.Module module, string name, Tensor values)
    {
        using var noGradient = no_grad();
        module.state_dict()[name].copy_(values);
    }

    private void AssertMaps(SoundLocalization localization, int maps, Func<float[], float[], int, double> formula)
    {
        var (picture, audio) = Vectors();
        var actual = localization.Compare(picture, audio);

        Assert.Equal([Clips, Positions, maps], actual.shape);
        for (var clip = 0; clip < Clips; clip++)
        {
            var a = Numbers.Of(audio[clip]);
            foreach (var position in new[] { 0, 77, Positions - 1 })
            {
                var v = Numbers.Of(picture[clip, position]);
                for (var map = 0; map < maps; map += 7)
                    Assert.Equal(formula(v, a, map), actual[clip, position, map].item<float>(), 1e-3);
            }
        }
    }

    private static double Norm(float[] vector) => Math.Sqrt(vector.Sum(value => (double)value * value));
}
