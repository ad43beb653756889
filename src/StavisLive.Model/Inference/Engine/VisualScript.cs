using StavisLive.Model.Network.Visual;
using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine;

/// <summary>From conv1's outputs to what the maps are made of: DSAMs, pooling and the stages in between.</summary>
internal sealed class VisualScript(ScriptBuilder script, NetworkWeights weights, ScalarType precision)
{
    private const int Frames = 16;

    // Positions and channels of conv1's output, as the program writes them.
    private const int Positions = StemScript.Side * StemScript.Side;

    private readonly ResNetLayout _layout = ResNetLayout.Of(weights.Variant.Depth);

    /// <summary>Writes <c>see</c>.</summary>
    public void Write()
    {
        script.Method("gather", "outputs: List[Tensor]", "Tensor",
        [
            "settled = annotate(List[Tensor], [])",
            "for i in range(len(outputs)):",
            $"  if i % {Frames} < {StreamStem.Settled}:",
            "    settled.append(outputs[i])",
            "  else:",
            "    settled.append(self.settle(outputs[i]))",
            $"return torch.cat(settled, 0).view([-1, {Frames}, {Positions}, {StemScript.Channels}])",
        ]);

        // Output t of the pooling covers frames 2t-1, 2t and 2t+1; frame -1 is padding. Space is pooled behind the attention, time
        // before it: a positive factor that is the same for all frames commutes with the maximum over them.
        script.Method("pool_time", "x: Tensor", "Tensor",
        [
            $"odd = torch.slice(x, 1, 1, {Frames}, 2)",
            $"pairs = torch.maximum(torch.slice(x, 1, 0, {Frames}, 2), odd)",
            $"rest = torch.slice(pairs, 1, 1, {Frames / 2})",
            $"torch.maximum(rest, torch.slice(odd, 1, 0, {(Frames / 2) - 1}), out=rest)",
            "return pairs",
        ]);
        script.Method("pool_space", "x: Tensor", "Tensor",
        [
            $"planes = torch.permute(x.view([-1, {StemScript.Side}, {StemScript.Side}, {StemScript.Channels}]), [0, 3, 1, 2])",
            "pooled = torch.permute(torch.max_pool2d(planes, [3, 3], [2, 2], [1, 1]), [0, 2, 3, 1])",
            $"return torch.permute(pooled.view([-1, {Frames / 2}, {StemScript.Side / 2}, {StemScript.Side / 2}, {StemScript.Channels}]), [0, 4, 1, 2, 3])",
        ]);

        WriteAttention(1, StemScript.Channels, StemScript.Side);
        for (var stage = 1; stage <= 3; stage++) WriteAttention(stage + 1, _layout.Channels(stage), StemScript.Side >> stage);

        script.Method("see", "outputs: List[Tensor]", "List[Tensor]",
        [
            "stem = self.gather(outputs)",
            "side1 = self.look1(torch.mean(stem, [1]))",
            "x = self.pool_space(torch.mul_(self.pool_time(stem), self.attention1(side1)))",
            "x = self.layer1(x)",
            "side2 = self.look2(self.mean2(x))",
            "x = self.layer2(self.attend2(x, side2))",
            "side3 = self.look3(self.mean3(x))",
            "middle = torch.mean(torch.slice(torch.permute(x, [0, 2, 3, 4, 1]), 1, 1, 3), [1])", // [N,14,14,C]: of four frames the middle two
            "x = self.layer3(self.attend3(x, side3))",
            "side4 = self.look4(self.mean4(x))",
            "return [side1, side2, side3, side4, middle]",
        ]);
    }

    private void WriteAttention(int number, int channels, int side)
    {
        var key = $"score_dsn.{number - 1}";
        var prepare = script.Convolution(
            $"side{number}", (weights[$"{key}.side_prep.weight"], weights[$"{key}.side_prep.bias"]), [1, 1], [1, 1], [1, channels, side, side], precision);

        // A constant added to all positions changes no softmax: the bias is left out.
        var score = script.Constant($"score{number}", weights[$"{key}.score_dsn.weight"].view(Dsam.SideChannels, 1));
        script.Method($"mean{number}", "x: Tensor", "Tensor", "return torch.mean(torch.permute(x, [0, 2, 3, 4, 1]), [1])");
        script.Method($"look{number}", "mean: Tensor", "Tensor",
            $"return {script.Dialect.Convolve(prepare, $"torch.permute(mean.view([-1, {side}, {side}, {channels}]), [0, 3, 1, 2])", relu: false)}");

        // (1 + M), one number per position: [N,1,H*W,1].
        script.Method($"attention{number}", "side: Tensor", "Tensor",
        [
            $"positions = torch.permute(torch.to(side, {ScriptBuilder.Literal(float32)}), [0, 2, 3, 1]).reshape([-1, {side * side}, {Dsam.SideChannels}])",
            $"attention = torch.add(torch.softmax(torch.matmul(positions, {score}), 1), 1.0)",
            $"return torch.unsqueeze(torch.to(attention, {ScriptBuilder.Literal(precision)}), 1)",
        ]);
        script.Method($"attend{number}", "x: Tensor, side: Tensor", "Tensor",
        [
            $"torch.permute(x, [0, 2, 3, 4, 1]).view([x.size(0), -1, {side * side}, {channels}]).mul_(self.attention{number}(side))",
            "return x",
        ]);
    }
}
