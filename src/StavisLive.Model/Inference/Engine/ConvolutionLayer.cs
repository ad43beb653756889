using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine;

/// <summary>A convolution as the engine's program calls it.</summary>
/// <param name="Name">Name in the program; letters, digits and underscores.</param>
/// <param name="Weight">Kernel <c>[K,C,...]</c>, batch normalisation folded in.</param>
/// <param name="Bias">One value per output channel, or null.</param>
/// <param name="Stride">Per dimension.</param>
/// <param name="Padding">Per dimension.</param>
/// <param name="Input">Shape of the input for one window, batch first.</param>
internal sealed record ConvolutionLayer(string Name, Tensor Weight, Tensor? Bias, long[] Stride, long[] Padding, long[] Input)
{
    /// <summary>Number of spatial dimensions, time included.</summary>
    public int Dimensions => Stride.Length;

    /// <summary>Shape of the output for one window.</summary>
    public long[] Output
    {
        get
        {
            var kernel = Weight.shape;
            var sides = Enumerable.Range(0, Dimensions).Select(d => ((Input[d + 2] + (2 * Padding[d]) - kernel[d + 2]) / Stride[d]) + 1);
            return [Input[0], kernel[0], .. sides];
        }
    }

    /// <summary>Floating-point operations for one window, padding counted as if it were multiplied.</summary>
    public double Operations => 2.0 * Output.Aggregate(1L, (product, side) => product * side) * Weight.numel() / Weight.shape[0];
}
