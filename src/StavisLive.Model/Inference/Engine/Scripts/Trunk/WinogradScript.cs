using StavisLive.Model.Inference.Engine.Convolution;
using StavisLive.Model.Inference.Engine.Convolution.Winograd;

namespace StavisLive.Model.Inference.Engine.Scripts.Trunk;

/// <summary>Writes the multiplications of a Winograd convolution: one convolution over time, in as many groups as a tile has sums.</summary>
internal static class WinogradScript
{
    /// <summary>Writes one convolution's method, and makes what calls it.</summary>
    public static WinogradConvolution Write(ScriptBuilder script, FoldedConvolution convolution)
    {
        var (layer, (weight, bias)) = convolution;
        using var kernel = TileTransform.Kernel(weight);
        var (channels, frames, side) = (layer.Input[1], layer.Input[2], (int)layer.Input[3]);
        var products = script.Convolution(
            layer.Name,
            (kernel, null),
            [1, 1],
            [layer.Padding[0], 0],
            [1, TileTransform.Sums * channels, frames, TileTransform.TilesPerPlane(side)],
            layer.Precision,
            TileTransform.Sums);
        var method = $"{layer.Name}_products";
        script.Method(method, "sums: Tensor", "Tensor", $"return {script.Dialect.Convolve(products, "sums", relu: false)}");
        return new WinogradConvolution(method, layer, bias);
    }
}
