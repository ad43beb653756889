using StavisLive.Model.Inference.Engine.Convolution;
using StavisLive.Model.Inference.Engine.Convolution.Winograd;
using StavisLive.Model.Network.Visual;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Scripts.Trunk;

/// <summary>Writes the residual blocks' part of the program.</summary>
internal sealed class TrunkScript(ScriptBuilder script, NetworkWeights weights, ScalarType precision)
{
    private readonly ResNetLayout _layout = ResNetLayout.Of(weights.Variant.Depth);

    /// <summary>Writes the methods of <c>layer1</c> to <c>layer3</c>.</summary>
    /// <returns>Each stage's blocks.</returns>
    public ResidualBlock[][] Write()
    {
        long[] shape = [1, StemShape.Channels, 8, StemShape.Side / 2, StemShape.Side / 2];
        var stages = new ResidualBlock[3][];
        for (var stage = 1; stage <= stages.Length; stage++)
        {
            stages[stage - 1] = new ResidualBlock[_layout.Blocks[stage - 1]];
            for (var block = 0; block < stages[stage - 1].Length; block++)
                (stages[stage - 1][block], shape) = Block($"layer{stage}.{block}", shape, stride: stage > 1 && block == 0 ? 2 : 1);
        }
        return stages;
    }

    private (ResidualBlock Block, long[] Output) Block(string name, long[] input, int stride)
    {
        var isBasic = _layout.Expansion == 1;
        var first = Layer($"{name}.conv1", $"{name}.bn1", input, isBasic ? stride : 1);
        var second = Layer($"{name}.conv2", $"{name}.bn2", first.Layer.Output, isBasic ? 1 : stride);
        var last = isBasic ? second : Layer($"{name}.conv3", $"{name}.bn3", second.Layer.Output, 1);
        var projection = weights.Has($"{name}.downsample.0.weight") ? Layer($"{name}.downsample.0", $"{name}.downsample.1", input, stride) : null;
        return (isBasic ? Basic(name, first, second, projection) : Bottleneck(name, first, second, last, projection), last.Layer.Output);
    }

    private ResidualBlock Basic(string name, FoldedConvolution first, FoldedConvolution second, FoldedConvolution? projection)
    {
        if (!UsesWinograd(second)) return new ScriptedBlock(Whole(name, [first], second, projection));
        if (UsesWinograd(first) && projection is null) return new BasicWinogradBlock(Winograd(first), Winograd(second));
        return new EnteredWinogradBlock(Enter(name, first, projection), Winograd(second));
    }

    private ResidualBlock Bottleneck(string name, FoldedConvolution first, FoldedConvolution second, FoldedConvolution third, FoldedConvolution? projection) =>
        UsesWinograd(second)
            ? new BottleneckWinogradBlock(Enter(name, first, projection), Winograd(second), Leave(name, third))
            : new ScriptedBlock(Whole(name, [first, second], third, projection));

    private bool UsesWinograd(FoldedConvolution convolution) => script.Dialect.UsesVectors && WinogradConvolution.Suits(convolution.Layer);

    // It and Library take the weight: a network's weights twice would be twice the memory while it is translated.
    private WinogradConvolution Winograd(FoldedConvolution convolution)
    {
        using var weight = convolution.Kernel.Weight;
        return WinogradScript.Write(script, convolution);
    }

    // The last convolution adds itself to the shortcut in the shortcut's memory; ReLU follows in the same pass.
    private string Whole(string name, IReadOnlyList<FoldedConvolution> before, FoldedConvolution last, FoldedConvolution? projection)
    {
        List<string> lines = [];
        var y = "x";
        foreach (var convolution in before)
        {
            lines.Add($"y = {script.Dialect.Convolve(Library(convolution), y, relu: true)}");
            y = "y";
        }
        lines.Add($"return {script.Dialect.AddInto(Library(last), y, Shortcut(projection), relu: true)}");
        return Method(name, "x: Tensor", "Tensor", lines);
    }

    private string Enter(string name, FoldedConvolution first, FoldedConvolution? projection) =>
        Method($"{name}.enter", "x: Tensor", "List[Tensor]", [$"return [{script.Dialect.Convolve(Library(first), "x", relu: true)}, {Shortcut(projection)}]"]);

    private string Leave(string name, FoldedConvolution last) =>
        Method($"{name}.leave", "y: Tensor, shortcut: Tensor", "Tensor", [$"return {script.Dialect.AddInto(Library(last), "y", "shortcut", relu: true)}"]);

    private string Shortcut(FoldedConvolution? projection) => projection is null ? "x" : script.Dialect.Convolve(Library(projection), "x", relu: false);

    private string Method(string name, string parameters, string result, IEnumerable<string> lines)
    {
        var method = Identifier(name);
        script.Method(method, parameters, result, lines);
        return method;
    }

    private ConvolutionLayer Library(FoldedConvolution convolution)
    {
        var layer = convolution.Layer;
        using var weight = convolution.Kernel.Weight;
        return script.Convolution(layer.Name, convolution.Kernel, layer.Stride, layer.Padding, layer.Input, layer.Precision);
    }

    private FoldedConvolution Layer(string convolution, string normalization, long[] input, int stride)
    {
        var kernel = weights.Folded(convolution, normalization);
        var padding = kernel.Weight.shape[2] / 2;
        return new(new(Identifier(convolution), kernel.Weight.shape, HasBias: true, [stride, stride, stride], [padding, padding, padding], input, precision), kernel);
    }

    private static string Identifier(string name) => name.Replace('.', '_');
}
