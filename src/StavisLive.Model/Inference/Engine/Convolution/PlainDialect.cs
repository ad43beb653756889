namespace StavisLive.Model.Inference.Engine.Convolution;

/// <summary>ATen's convolutions: CUDA, and processors without oneDNN.</summary>
internal sealed class PlainDialect : ConvolutionDialect
{
    /// <inheritdoc />
    public override bool UsesVectors => false;

    /// <inheritdoc />
    public override bool AddsInPlace => false;

    /// <inheritdoc />
    public override string Convolve(ConvolutionLayer layer, string input, bool relu)
    {
        var call = $"torch.conv{layer.Dimensions}d({input}, {Weight(layer)}, {Bias(layer)}, {List(layer.Stride)}, {List(layer.Padding)})";
        return relu ? $"torch.relu_({call})" : call;
    }

    /// <inheritdoc />
    public override string AddInto(ConvolutionLayer layer, string input, string sum, bool relu)
    {
        var call = $"{sum}.add_({Convolve(layer, input, relu: false)})";
        return relu ? $"torch.relu_({call})" : call;
    }

    /// <inheritdoc />
    public override string Prepare(ConvolutionLayer layer, string weight) =>
        layer.Dimensions == 2
            ? $"{weight}.permute([0, 2, 3, 1]).contiguous().permute([0, 3, 1, 2])"
            : $"{weight}.permute([0, 2, 3, 4, 1]).contiguous().permute([0, 4, 1, 2, 3])";
}
