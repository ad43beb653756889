using StavisLive.Model.Inference.Engine.Convolution;
using StavisLive.Model.Inference.Engine.Convolution.Winograd;
using StavisLive.Model.Native;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Inference.Engine.Convolution.Winograd;

/// <summary>The kernels of a tile's sums, against libtorch's own products of the matrices.</summary>
public sealed class TileTransformTests
{
    public TileTransformTests() => TorchRuntime.EnsureLoaded();

    [Theory]
    [InlineData(1, 32, 1)]
    [InlineData(5, 64, 3)]
    public void Kernel_AnyWeights_AreTheProductsOfLavinAndGray(long outputs, long channels, long frames)
    {
        Assert.SkipUnless(ChannelBlock.IsSupported, "Needs AVX-512.");
        using var generator = new Generator(1);
        using var kernel = randn([outputs, channels, frames, 3, 3], generator: generator);
        using var points = tensor(new double[,] { { 1, 0, 0 }, { 0.5, 0.5, 0.5 }, { 0.5, -0.5, 0.5 }, { 0, 0, 1 } });
        using var exact = einsum("ay,bx,kctyx->abkct", points, points, kernel.to(float64));
        using var expected = exact.reshape(TileTransform.Sums * outputs, channels, frames, 1);

        using var actual = TileTransform.Kernel(kernel);

        Assert.Equal(bfloat16, actual.dtype);
        Assert.Equal(expected.shape, actual.shape);
        // Half a unit of the eighth bit, and a little for what cancels.
        Assert.True(actual.to(float64).allclose(expected, rtol: 1 / 256.0, atol: 1e-6));
    }
}
