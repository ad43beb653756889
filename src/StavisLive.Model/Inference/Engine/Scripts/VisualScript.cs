using StavisLive.Model.Network.Visual;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Scripts;

/// <summary>What lies between conv1 and the stages: DSAMs and pooling.</summary>
internal sealed class VisualScript(ScriptBuilder script, NetworkWeights weights, ScalarType precision)
{
    private const int Frames = 16;

    // Positions and channels of conv1's output, as the program writes them.
    private const int Positions = StemShape.Side * StemShape.Side;

    private readonly ResNetLayout _layout = ResNetLayout.Of(weights.Variant.Depth);

    /// <summary>
    /// Writes <c>pool_time</c> and <c>pool_space</c> (<see cref="Pooling.StemPooling"/>); <c>see_conv1</c>, to a side feature and the attention; and
    /// <c>see_layer1</c> to <c>see_layer3</c>, each to a side feature and the next stage's input.
    /// </summary>
    public void Write()
    {
        WriteTime();
        script.Method("pool_space", "pooled: Tensor, attention: Tensor", "Tensor",
        [
            $"planes = torch.permute(torch.mul_(pooled, attention).view([-1, {StemShape.Side}, {StemShape.Side}, {StemShape.Channels}]), [0, 3, 1, 2])",
            "maxima = torch.permute(torch.max_pool2d(planes, [3, 3], [2, 2], [1, 1]), [0, 2, 3, 1])",
            $"return torch.permute(maxima.view([-1, {Frames / 2}, {StemShape.Side / 2}, {StemShape.Side / 2}, {StemShape.Channels}]), [0, 4, 1, 2, 3])",
        ]);

        WriteAttention(1, StemShape.Channels, StemShape.Side);
        for (var stage = 1; stage <= 3; stage++) WriteAttention(stage + 1, _layout.Channels(stage), StemShape.Side >> stage);

        script.Method("see_conv1", "mean: Tensor", "List[Tensor]", "side = self.look1(mean)", "return [side, self.attention1(side)]");
        script.Method("see_layer1", "x: Tensor", "List[Tensor]",
        [
            "side = self.look2(self.mean2(x))",
            "return [side, self.attend2(x, side)]",
        ]);
        script.Method("see_layer2", "x: Tensor", "List[Tensor]",
        [
            "side = self.look3(self.mean3(x))",
            "middle = torch.mean(torch.slice(torch.permute(x, [0, 2, 3, 4, 1]), 1, 1, 3), [1])", // [N,14,14,C]: of four frames the middle two
            "return [side, self.attend3(x, side), middle]",
        ]);
        script.Method("see_layer3", "x: Tensor", "List[Tensor]", "return [self.look4(self.mean4(x))]");
    }

    /// <summary>Windows' outputs of conv1 averaged and pooled over time; the last three may still be sums.</summary>
    private void WriteTime()
    {
        var single = ScriptBuilder.Literal(float32);

        // Output t of the pooling covers frames 2t-1, 2t and 2t+1; frame -1 is padding. Space is pooled behind the attention, time
        // before it: a positive factor that is the same for all frames commutes with the maximum over them.
        script.Method("pool_time", "outputs: List[Tensor]", "List[Tensor]",
        [
            $"ends = [self.settle(outputs[{StemShape.Settled}]), self.settle(outputs[{StemShape.Settled + 1}]), self.settle(outputs[{StemShape.Settled + 2}])]",
            $"frames = outputs[0:{StemShape.Settled}] + ends",
            $"pooled = torch.empty([frames[0].size(0), {Frames / 2}, {StemShape.Side}, {StemShape.Side}, {StemShape.Channels}], dtype={ScriptBuilder.Literal(precision)}, device=frames[0].device)",
            $"sum = torch.zeros([frames[0].size(0), {StemShape.Side}, {StemShape.Side}, {StemShape.Channels}], dtype={single}, device=frames[0].device)",
            $"for t in range({Frames / 2}):",
            "  pair = torch.select(pooled, 1, t)",
            "  torch.maximum(frames[2 * t], frames[2 * t + 1], out=pair)",
            "  if t > 0:",
            "    torch.maximum(pair, frames[2 * t - 1], out=pair)",
            "  sum.add_(frames[2 * t]).add_(frames[2 * t + 1])",
            $"mean = torch.to(sum.mul_({ScriptBuilder.Literal(1.0 / Frames)}), {ScriptBuilder.Literal(precision)})",
            $"return [mean, pooled.view([-1, {Frames / 2}, {Positions}, {StemShape.Channels}])]",
        ]);
    }

    private void WriteAttention(int number, int channels, int side)
    {
        var key = $"score_dsn.{number - 1}";
        var prepare = script.Convolution(
            $"side{number}", (weights[$"{key}.side_prep.weight"], weights[$"{key}.side_prep.bias"]), [1, 1], [1, 1], [1, channels, side, side], precision);

        // A constant added to all positions changes no softmax: the bias is left out.
        var score = script.Constant($"score{number}", weights[$"{key}.score_dsn.weight"].view(Dsam.SideChannels, 1));
        // Pooling averages about twice as fast as ATen's mean over an outer dimension, in bfloat16 above all.
        if (number > 1)
        {
            script.Method($"mean{number}", "x: Tensor", "Tensor",
            [
                $"frames = torch.permute(torch.permute(x, [0, 2, 3, 4, 1]).view([x.size(0), x.size(2), {side * side}, {channels}]), [0, 3, 1, 2])",
                "return torch.permute(torch.avg_pool2d(frames, [x.size(2), 1]), [0, 2, 3, 1])",
            ]);
        }
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
