using StavisLive.Model.Native;
using StavisLive.Model.Network;
using StavisLive.Model.Network.Fusion;
using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Network.Fusion;

/// <summary>Fusions at their limits.</summary>
public sealed class FusionHeadTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly nn.Module<Tensor, Tensor> _fuse = nn.Conv2d(64, 1, 1);

    public void Dispose()
    {
        _fuse.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [InlineData(FusionScheme.Sum, 1)]
    [InlineData(FusionScheme.Sum, -1)]
    [InlineData(FusionScheme.Attention, 1)]
    [InlineData(FusionScheme.Attention, -1)]
    [InlineData(FusionScheme.Combined, 1)]
    [InlineData(FusionScheme.Combined, -1)]
    public void Fuse_ProbabilitiesOfZeroOrOne_AreClamped(FusionScheme scheme, int sign)
    {
        using var inference = inference_mode();
        var head = FusionHead.Create(new NetworkVariant(10, Fusion: scheme), _fuse);
        foreach (var (_, part) in head.Parts.Prepend(("fuse", _fuse))) Weigh(part, sign);

        var logit = head.Fuse(ones(1, 64, 2, 2).Scale(1e4), ones(1, 64, 2, 2).Scale(1e4))[0, 0, 0, 0].item<float>();

        // Next to 1, float32 values lie 6e-8 apart: 6 % of 1e-6.
        Assert.Equal(sign * Math.Log((1 - 1e-6) / 1e-6), logit, 0.1);
    }

    [Fact]
    public void Fuse_ModulatedByOneMap_MultipliesEveryFeatureByIt()
    {
        var one = FusionHead.Create(new NetworkVariant(10, LocalizationMaps: 1, Fusion: FusionScheme.Modulated), _fuse);
        using var generator = new Generator(31);
        var visual = randn([2, 64, 8, 8], generator: generator);
        var map = randn([2, 1, 8, 8], generator: generator);

        // Each of 64 equal maps multiplies its own feature: the same product.
        var expected = one.Fuse(visual, map.expand(2, 64, 8, 8).contiguous());
        Assert.Equal(Numbers.Of(expected), Numbers.Of(one.Fuse(visual, map)));
    }

    private static void Weigh(nn.Module module, int sign)
    {
        foreach (var (name, parameter) in module.named_parameters()) parameter.Fill(name == "weight" ? sign : 0);
    }
}
