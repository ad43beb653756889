namespace StavisLive.Model.Inference.Engine.Convolution;

/// <summary>oneDNN's convolutions on x64 processors, called past ATen's choice of library.</summary>
/// <remarks>
/// ATen sends a float32 convolution over one small window to a slow path of its own; reorders every kernel at every call;
/// and passes over the output again for ReLU and addition. These operators, which PyTorch's compiler emits, do neither
/// (aten/src/ATen/native/mkldnn/Conv.cpp).
/// </remarks>
/// <param name="usesVectors">False to measure what they give.</param>
internal sealed class OneDnnDialect(bool usesVectors = true) : ConvolutionDialect
{
    private const string NoScalars = "annotate(List[Optional[number]], [])";

    /// <inheritdoc />
    public override bool UsesVectors => usesVectors;

    /// <inheritdoc />
    public override bool AddsInPlace => true;

    /// <inheritdoc />
    public override string Convolve(ConvolutionLayer layer, string input, bool relu) =>
        $"ops.mkldnn._convolution_pointwise({input}, {Weight(layer)}, {Bias(layer)}, {Geometry(layer)}, \"{(relu ? "relu" : "none")}\", {NoScalars}, None)";

    /// <inheritdoc />
    public override string AddInto(ConvolutionLayer layer, string input, string sum, bool relu) =>
        $"ops.mkldnn._convolution_pointwise_({sum}, {input}, {Weight(layer)}, {Bias(layer)}, {Geometry(layer)}, \"add\", 1.0, {(relu ? "\"relu\"" : "None")}, {NoScalars}, None)";

    /// <inheritdoc />
    public override string Prepare(ConvolutionLayer layer, string weight) =>
        $"torch.mkldnn_reorder_conv{layer.Dimensions}d_weight({weight}.to_mkldnn(), {Geometry(layer)}, {List(layer.Input)})";

    // Padding, stride, dilation and groups.
    private static string Geometry(ConvolutionLayer layer) =>
        $"{List(layer.Padding)}, {List(layer.Stride)}, {List(Enumerable.Repeat(1L, layer.Dimensions))}, {layer.Groups}";
}
