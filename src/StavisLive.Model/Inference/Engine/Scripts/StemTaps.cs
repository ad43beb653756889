using StavisLive.Core.Media;
using StavisLive.Model.Inference.Engine.Convolution;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Scripts;

/// <summary>How a picture meets conv1's seven taps: one convolution each, or all in one whose results are then added where they belong.</summary>
internal abstract class StemTaps
{
    private const int Center = StemScript.TapCount / 2;

    /// <summary>Writes the convolutions.</summary>
    /// <param name="script">The program.</param>
    /// <param name="kernels">The taps' kernels, <c>[64,3,7,7]</c>.</param>
    /// <param name="bias">Enters with the middle tap: outputs at the window's ends lack the outer ones.</param>
    public static StemTaps Write(ScriptBuilder script, Tensor[] kernels, Tensor? bias)
    {
        if (script.Dialect.AddsInPlace) return new Single(script.Dialect, [.. kernels.Select((kernel, tap) => Layer(script, $"conv1_tap{tap}", kernel, tap == Center ? bias : null))]);
        var offsets = bias is null ? null : cat([.. kernels.Select((_, tap) => tap == Center ? bias : zeros_like(bias))]);
        return new Stacked(script.Dialect, Layer(script, "conv1_taps", cat(kernels), offsets));
    }

    /// <summary>What pictures <c>[n,3,112,112]</c> are pushed as.</summary>
    public abstract string Prepared(string pictures);

    /// <summary>A tap's result for a picture that has been prepared.</summary>
    public abstract string Of(int tap, string picture);

    /// <summary>The same added to a sum, in its memory.</summary>
    public abstract string AddInto(int tap, string picture, string sum);

    private static ConvolutionLayer Layer(ScriptBuilder script, string name, Tensor kernel, Tensor? bias) =>
        script.Convolution(name, (kernel, bias), [2, 2], [3, 3], [1, 3, SaliencyMap.Side, SaliencyMap.Side], float32);

    private sealed class Single(ConvolutionDialect dialect, ConvolutionLayer[] layers) : StemTaps
    {
        public override string Prepared(string pictures) => pictures;

        public override string Of(int tap, string picture) => dialect.Convolve(layers[tap], picture, relu: false);

        public override string AddInto(int tap, string picture, string sum) => dialect.AddInto(layers[tap], picture, sum, relu: false);
    }

    private sealed class Stacked(ConvolutionDialect dialect, ConvolutionLayer layer) : StemTaps
    {
        public override string Prepared(string pictures) => dialect.Convolve(layer, pictures, relu: false);

        public override string Of(int tap, string picture) => $"torch.slice({picture}, 1, {tap * StemShape.Channels}, {(tap + 1) * StemShape.Channels})";

        public override string AddInto(int tap, string picture, string sum) => $"{sum}.add_({Of(tap, picture)})";
    }
}
