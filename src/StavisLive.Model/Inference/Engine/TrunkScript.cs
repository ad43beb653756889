using StavisLive.Model.Network.Visual;
using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine;

/// <summary>The residual stages.</summary>
internal sealed class TrunkScript(ScriptBuilder script, NetworkWeights weights, ScalarType precision)
{
    private readonly ResNetLayout _layout = ResNetLayout.Of(weights.Variant.Depth);

    /// <summary>Writes <c>layer1</c> to <c>layer3</c>, which may write over their input.</summary>
    public void Write()
    {
        long[] shape = [1, StemScript.Channels, 8, StemScript.Side / 2, StemScript.Side / 2];
        for (var stage = 1; stage <= 3; stage++)
        {
            List<string> lines = [];
            for (var block = 0; block < _layout.Blocks[stage - 1]; block++)
            {
                var stride = stage > 1 && block == 0 ? 2 : 1;
                (var blockLines, shape) = Block($"layer{stage}.{block}", shape, stride);
                lines.AddRange(blockLines);
            }
            script.Method($"layer{stage}", "x: Tensor", "Tensor", [.. lines, "return x"]);
        }
    }

    // The last convolution adds itself to the shortcut in the shortcut's memory; ReLU follows in the same pass.
    private (IEnumerable<string> Lines, long[] Output) Block(string name, long[] input, int stride)
    {
        var dialect = script.Dialect;
        List<string> lines = [];
        var shortcut = "x";
        if (weights.Has($"{name}.downsample.0.weight"))
        {
            var projection = Layer($"{name}.downsample.0", $"{name}.downsample.1", input, stride);
            lines.Add($"shortcut = {dialect.Convolve(projection, "x", relu: false)}");
            shortcut = "shortcut";
        }

        var isBasic = _layout.Expansion == 1;
        var first = Layer($"{name}.conv1", $"{name}.bn1", input, isBasic ? stride : 1);
        var second = Layer($"{name}.conv2", $"{name}.bn2", first.Output, isBasic ? 1 : stride);
        var last = isBasic ? second : Layer($"{name}.conv3", $"{name}.bn3", second.Output, 1);
        lines.Add($"y = {dialect.Convolve(first, "x", relu: true)}");
        if (!isBasic) lines.Add($"y = {dialect.Convolve(second, "y", relu: true)}");
        lines.Add($"x = {dialect.AddInto(last, "y", shortcut, relu: true)}");
        return (lines, last.Output);
    }

    private ConvolutionLayer Layer(string convolution, string normalization, long[] input, int stride)
    {
        var kernel = weights.Folded(convolution, normalization);
        var padding = kernel.Weight.shape[2] / 2;
        return script.Convolution(convolution.Replace('.', '_'), kernel, [stride, stride, stride], [padding, padding, padding], input, precision);
    }
}
