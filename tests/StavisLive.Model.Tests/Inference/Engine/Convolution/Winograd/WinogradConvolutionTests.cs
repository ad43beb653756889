using System.Runtime.Intrinsics;
using StavisLive.Model.Inference.Engine;
using StavisLive.Model.Inference.Engine.Convolution;
using StavisLive.Model.Inference.Engine.Convolution.Winograd;
using StavisLive.Model.Inference.Engine.Scripts;
using StavisLive.Model.Inference.Engine.Scripts.Trunk;
using StavisLive.Model.Native;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Inference.Engine.Convolution.Winograd;

/// <summary>Winograd's way comes to what the convolution is, up to the rounding of bfloat16.</summary>
public sealed class WinogradConvolutionTests
{
    // Of a layer's root mean square: sums, products and kernels are each rounded to 8 bits.
    private const double Tolerance = 0.01;

    public WinogradConvolutionTests() => TorchRuntime.EnsureLoaded();

    [Theory]
    [InlineData(32, 1, 4)]
    [InlineData(64, 8, 28)]
    [InlineData(96, 3, 9)] // the last tiles reach beyond the plane
    [InlineData(256, 2, 7)]
    public void Run_EverySize_IsTheConvolution(long channels, long frames, long side) => AssertEqual(channels, frames, side, windows: 1);

    [Fact]
    public void Run_TwoWindows_AreTwoConvolutions() => AssertEqual(32, 2, 7, windows: 2);

    [Fact]
    public void Run_InPlace_IsTheSame()
    {
        using var scope = NewDisposeScope();
        var (module, convolution, layer, _) = Create(64, 4, 14);
        using var program = module;
        using var scratch = new WinogradScratch();
        var input = Input(layer.Input);
        var expected = empty_like(input);
        convolution.Run(module, scratch, input, expected, add: false);

        convolution.Run(module, scratch, input, input, add: false);

        Assert.True(input.equal(expected).all().item<bool>());
    }

    [Fact]
    public void Run_OnTwoThreads_IsTheSameToTheBit()
    {
        using var scope = NewDisposeScope();
        var (module, convolution, layer, _) = Create(64, 4, 14);
        using var program = module;
        using var scratch = new WinogradScratch();
        var input = Input(layer.Input);
        var threads = get_num_threads();
        var outputs = new Tensor[2];
        try
        {
            for (var count = 1; count <= 2; count++)
            {
                set_num_threads(count);
                outputs[count - 1] = empty_like(input);
                convolution.Run(module, scratch, input, outputs[count - 1], add: false);
            }
        }
        finally
        {
            set_num_threads(threads);
        }

        Assert.True(outputs[0].equal(outputs[1]).all().item<bool>());
    }

    private static void AssertEqual(long channels, long frames, long side, long windows)
    {
        using var scope = NewDisposeScope();
        var (module, convolution, layer, kernel) = Create(channels, frames, side);
        using var program = module;
        using var scratch = new WinogradScratch();
        var input = Input([windows, .. layer.Input[1..]]);
        foreach (var add in new[] { false, true })
        {
            var output = Input(input.shape);
            var expected = nn.functional.conv3d(input.to(float32), kernel.Weight, kernel.Bias, padding: [1, 1, 1]);
            if (add) expected.Add(output.to(float32));
            expected.relu_();

            convolution.Run(module, scratch, input, output, add);

            var error = (output.to(float32) - expected).Squared().mean().sqrt() / expected.Squared().mean().sqrt();
            TestContext.Current.TestOutputHelper!.WriteLine($"relative error {error.item<float>():G3}");
            Assert.InRange(error.item<float>(), 0, Tolerance);
        }
    }

    private static (jit.ScriptModule Module, WinogradConvolution Convolution, ConvolutionLayer Layer, (Tensor Weight, Tensor? Bias) Kernel) Create(
        long channels, long frames, long side)
    {
        Assert.SkipUnless(EngineFactory.HasFastBFloat16 && Vector512.IsHardwareAccelerated, "This processor has no AVX-512.");
        var script = new ScriptBuilder(new OneDnnDialect(), CPU);
        var generator = new Generator(3);
        var weight = randn([channels, channels, 3, 3, 3], generator: generator).Times(Math.Sqrt(2.0 / (27 * channels)));
        var kernel = (weight, (Tensor?)randn([channels], generator: generator));
        var layer = new ConvolutionLayer("layer", weight.shape, true, [1, 1, 1], [1, 1, 1], [1, channels, frames, side, side], bfloat16);
        Assert.True(WinogradConvolution.Suits(layer));
        var convolution = WinogradScript.Write(script, new FoldedConvolution(layer, kernel));
        return (script.Build(), convolution, layer, kernel);
    }

    // Channels innermost.
    private static Tensor Input(long[] shape) =>
        randn([shape[0], .. shape[2..], shape[1]], generator: new Generator(5)).to(bfloat16).permute(0, 4, 1, 2, 3);
}
