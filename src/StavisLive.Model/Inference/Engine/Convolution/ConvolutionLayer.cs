using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Convolution;

/// <summary>A convolution as the engine's program calls it.</summary>
/// <param name="Name">Name in the program; letters, digits and underscores.</param>
/// <param name="Kernel">Shape of its kernel, <c>[K,C,...]</c>, C channels in each group.</param>
/// <param name="HasBias">Whether a value is added per output channel.</param>
/// <param name="Stride">Per dimension.</param>
/// <param name="Padding">Per dimension.</param>
/// <param name="Input">Shape of the input for one window, batch first.</param>
/// <param name="Precision">What it computes in.</param>
/// <param name="Groups">Into so many equal parts its channels are divided, each convolved by itself.</param>
internal sealed record ConvolutionLayer(
    string Name, long[] Kernel, bool HasBias, long[] Stride, long[] Padding, long[] Input, ScalarType Precision, long Groups = 1)
{
    /// <summary>Number of spatial dimensions, time included.</summary>
    public int Dimensions => Stride.Length;

    /// <summary>Shape of the output for one window.</summary>
    public long[] Output
    {
        get
        {
            var sides = Enumerable.Range(0, Dimensions).Select(d => ((Input[d + 2] + (2 * Padding[d]) - Kernel[d + 2]) / Stride[d]) + 1);
            return [Input[0], Kernel[0], .. sides];
        }
    }

    /// <summary>Floating-point operations for one window; products with padding, which the library skips, do not count.</summary>
    public double Operations
    {
        get
        {
            var products = (double)Kernel[0] * Kernel[1];
            for (var d = 0; d < Dimensions; d++) products *= Products(Input[d + 2], Output[d + 2], Kernel[d + 2], Stride[d], Padding[d]);
            return 2 * products;
        }
    }

    /// <summary>How often a kernel's elements meet the input, along one dimension.</summary>
    private static long Products(long input, long output, long kernel, long stride, long padding)
    {
        var count = 0L;
        for (var position = 0L; position < output; position++)
        {
            var first = (position * stride) - padding;
            count += Math.Min(first + kernel, input) - Math.Max(first, 0);
        }
        return count;
    }
}
