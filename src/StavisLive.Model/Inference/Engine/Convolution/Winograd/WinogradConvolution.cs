using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StavisLive.Model.Native;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Convolution.Winograd;

/// <summary>A 3x3x3 convolution of stride 1 with its bias and ReLU in fewer multiplications: Winograd over the picture, plain over time.</summary>
/// <remarks>
/// The multiplications are one convolution over time in sixteen groups, at which the library is as fast as at any. Kernels, sums and products are
/// each rounded to bfloat16, which doubles a layer's error and leaves the engine's below the plain network's (TrainedWeightsTests).
/// </remarks>
internal sealed unsafe class WinogradConvolution
{
    private readonly string _multiply;
    private readonly int _side;
    private readonly ushort[] _bias;

    /// <param name="multiply">Method in the program: the multiplications, from sums to products.</param>
    /// <param name="layer">The convolution, which <see cref="Suits"/>.</param>
    /// <param name="bias">What is added per output channel, float32; null for nothing.</param>
    public WinogradConvolution(string multiply, ConvolutionLayer layer, Tensor? bias)
    {
        _multiply = multiply;
        _side = (int)layer.Input[3];
        _bias = Numbers((bias ?? zeros(layer.Input[1])).to(bfloat16)).ToArray();
    }

    private int TilesPerPlane => TileTransform.TilesPerPlane(_side);

    /// <summary>Whether a convolution can be computed so, and this processor is fast at it.</summary>
    public static bool Suits(ConvolutionLayer layer) =>
        layer.Precision == bfloat16
        && layer.Kernel is [var outputs, var channels, 3, 3, 3]
        && outputs == channels
        && channels % ChannelBlock.Count == 0
        && layer.Stride is [1, 1, 1]
        && layer.Padding is [1, 1, 1]
        && ChannelBlock.IsSupported;

    /// <summary>Convolves.</summary>
    /// <param name="module">The engine's program.</param>
    /// <param name="scratch">Nobody else's meanwhile.</param>
    /// <param name="input"><c>[N,C,T,H,W]</c>, channels innermost; borrowed.</param>
    /// <param name="output">Of the same shape; written to. It may be the input.</param>
    /// <param name="add">Whether what <paramref name="output"/> holds is added before the ReLU.</param>
    public void Run(jit.ScriptModule module, WinogradScratch scratch, Tensor input, Tensor output, bool add)
    {
        var (windows, channels, frames) = (input.size(0), _bias.Length, input.size(2));
        var tileRows = TileTransform.Tiles(_side);
        var rows = (int)(windows * frames) * tileRows;
        var (plane, tiles) = (_side * _side * channels, tileRows * TileTransform.Sums * channels);
        using var sums = scratch.Take(windows, frames, TilesPerPlane, TileTransform.Sums * channels);
        using var planes = input.permute(0, 2, 3, 4, 1);
        // Where numbers lie is asked once: libtorch needs a tenth of a microsecond to tell, and the convolutions of a step have a thousand rows.
        ushort* planesAt = Address(planes), sumsAt = Address(sums);
        OpenMpTeam.For(rows, row => TileTransform.Input(
            Part(planesAt, row / tileRows, plane), _side, channels, row % tileRows, Part(sumsAt, row, tiles)));

        using var channelsFirst = sums.permute(0, 3, 1, 2);
        using var multiplied = module.invoke<Tensor>(_multiply, channelsFirst);
        using var products = multiplied.permute(0, 2, 3, 1);
        using var results = output.permute(0, 2, 3, 4, 1);
        ushort* productsAt = Address(products), resultsAt = Address(results);
        OpenMpTeam.For(rows, row =>
        {
            var own = Part(resultsAt, row / tileRows, plane);
            TileTransform.Output(Part(productsAt, row, tiles), _bias, add ? own : [], _side, row % tileRows, own);
        });
    }

    private static ushort* Address(Tensor tensor) => (ushort*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));

    private static Span<ushort> Part(ushort* numbers, int part, int length) => new(numbers + ((nint)part * length), length);

    private static Span<ushort> Numbers(Tensor tensor) => MemoryMarshal.Cast<byte, ushort>(tensor.bytes);
}
