using StavisLive.Core.Media;
using StavisLive.Core.Pipeline;
using StavisLive.Model.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine;

/// <summary>conv1, bn1 and ReLU, one picture at a time.</summary>
/// <remarks>
/// A convolution over time is a sum of convolutions over pictures, one per tap: output t is the sum over k of tap k
/// applied to picture t + k - 3. So each new picture is convolved once with each of the seven taps, and every result is added to
/// the output that it belongs to: a sixteenth of the work of a window, exactly. The sums are float32 in every precision.
/// </remarks>
internal static class StemScript
{
    /// <summary>Pictures that one output of conv1 reads.</summary>
    public const int TapCount = 7;

    /// <summary>Side of conv1's output.</summary>
    public const int Side = 56;

    /// <summary>Channels of conv1's output.</summary>
    public const int Channels = 64;

    private const int Center = TapCount / 2;

    /// <summary>Writes <c>push</c> and <c>settle</c>.</summary>
    public static void Write(ScriptBuilder script, NetworkWeights weights, ScalarType precision)
    {
        var taps = Taps(script, weights).ToArray();
        var mean = script.Constant("mean", tensor((float[])[.. NetworkInput.Mean]));
        var dialect = script.Dialect;

        // sums: after taps 0 to 5 of the push before; then the sums after tap 0, 1 and 2 of the output that becomes complete now.
        // Result: the new sums after taps 0 to 6, then the complete output and what it would be without its first one, two, three pictures.
        script.Method("push", "picture: Tensor, sums: List[Tensor]", "List[Tensor]",
        [
            $"x = torch.permute(torch.sub(torch.to(picture, {ScriptBuilder.Literal(float32)}), {mean}), [0, 3, 1, 2])",
            $"a0 = {dialect.Convolve(taps[0], "x", relu: false)}",
            $"a1 = {dialect.Add(taps[1], "x", "sums[0]")}",
            $"a2 = {dialect.Add(taps[2], "x", "sums[1]")}",
            $"a3 = {dialect.Add(taps[3], "x", "sums[2]")}",
            $"a4 = {dialect.AddInto(taps[4], "x", "sums[3]", relu: false)}",
            $"a5 = {dialect.AddInto(taps[5], "x", "sums[4]", relu: false)}",
            $"a6 = {dialect.AddInto(taps[6], "x", "sums[5]", relu: false)}",
            "parts = [self.settle(a6), self.settle(torch.sub(a6, sums[6])), self.settle(torch.sub(a6, sums[7])), self.settle(torch.sub(a6, sums[8]))]",
            "return [a0, a1, a2, a3, a4, a5, a6] + parts",
        ]);
        script.Method("settle", "sum: Tensor", "Tensor",
            $"return torch.permute(torch.relu(torch.to(sum, {ScriptBuilder.Literal(precision)})), [0, 2, 3, 1])");
    }

    private static IEnumerable<ConvolutionLayer> Taps(ScriptBuilder script, NetworkWeights weights)
    {
        var (weight, bias) = weights.Folded("conv1", "bn1");
        for (var tap = 0; tap < TapCount; tap++)
        {
            // The bias enters with the middle tap: outputs at the window's ends lack the outer ones.
            var kernel = (weight.select(2, tap).contiguous(), tap == Center ? bias : null);
            yield return script.Convolution($"conv1_tap{tap}", kernel, [2, 2], [3, 3], [1, 3, SaliencyMap.Side, SaliencyMap.Side], float32);
        }
    }
}
