using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Model.Network;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Scripts;

/// <summary>conv1, bn1 and ReLU: one picture at a time, or over a whole window at once.</summary>
/// <remarks>
/// A convolution over time is a sum of convolutions over pictures, one per tap: output t is the sum over k of tap k
/// applied to picture t + k - 3. So each new picture is convolved once with each of the seven taps, and every result is added to
/// the output that it belongs to: a sixteenth of the work of a window, exactly. The sums are float32 in every precision, of pictures and
/// kernels that are rounded as they are for a whole window: both ways come to the same but for the order of additions.
/// Where a convolution adds itself to what is there, each tap is one; elsewhere all seven are one convolution over all new pictures of a step.
/// </remarks>
internal static class StemScript
{
    /// <summary>Pictures that one output of conv1 reads.</summary>
    public const int TapCount = 7;

    /// <summary>The layer that convolves a whole window, which a stream in its steady state does without.</summary>
    public const string WholeLayer = "conv1";

    private const int Center = TapCount / 2;

    /// <summary>Writes <c>prepare</c>, <c>push</c>, <c>sum_anew</c>, <c>settle</c> and <c>whole</c>.</summary>
    public static void Write(ScriptBuilder script, NetworkWeights weights, ScalarType precision)
    {
        var (weight, bias) = weights.Folded("conv1", "bn1");
        var mean = script.Constant("mean", tensor((float[])[.. NetworkInput.Mean]));
        var single = ScriptBuilder.Literal(float32);
        var taps = Taps(script, weight, bias, precision);

        // From new pictures, bytes [n,112,112,3], to what each is pushed as.
        script.Method("prepare", "pictures: Tensor", "Tensor",
        [
            $"x = torch.permute({Rounded($"torch.sub(torch.to(pictures, {single}), {mean})", precision)}, [0, 3, 1, 2])",
            $"return {taps.Prepared("x")}",
        ]);

        // newest: the sums after tap 0, 1 and 2 of the push before; running: those after tap 3, 4 and 5, and a free place; begun: the sums
        // after tap 0, 1 and 2 of the output that becomes complete now. All of it is written over with what the next push needs, and outputs
        // with the complete output and what it would be without its first one, two, three pictures.
        script.Method("push", "picture: Tensor, newest: List[Tensor], running: List[Tensor], begun: List[Tensor], outputs: List[Tensor], total: Tensor", "Tensor",
        [
            $"whole = {taps.AddInto(6, "picture", Plane("running[2]"))}",
            $"total.sub_(torch.to(outputs[0], {single}))",
            $"{Plane("outputs[0]")}.copy_(whole).relu_()",
            $"total.add_(torch.to(outputs[0], {single}))",
            .. Enumerable.Range(0, 3).Select(missing => $"{Plane($"outputs[{missing + 1}]")}.copy_(torch.sub(whole, {Plane($"begun[{missing}]")})).relu_()"),
            $"y = {taps.AddInto(5, "picture", Plane("running[1]"))}",
            $"y = {taps.AddInto(4, "picture", Plane("running[0]"))}",
            $"y = {taps.AddInto(3, "picture", $"{Plane("running[3]")}.copy_({Plane("newest[2]")})")}",
            $"y = {taps.AddInto(2, "picture", $"{Plane("begun[2]")}.copy_({Plane("newest[1]")})")}",
            $"y = {taps.AddInto(1, "picture", $"{Plane("begun[1]")}.copy_({Plane("newest[0]")})")}",
            $"{Plane("begun[0]")}.copy_({taps.Of(0, "picture")})",
            "return total",
        ]);

        WriteWhole(script, (weight, bias), mean, precision);

        // The whole outputs of a window, summed.
        script.Method("sum_anew", "total: Tensor, whole: List[Tensor]", "Tensor",
        [
            "total.zero_()",
            "for i in range(len(whole)):",
            $"  total.add_(torch.to(whole[i], {single}))",
            "return total",
        ]);
        // The sum itself stays: a conversion makes a copy, where there is none the ReLU has to.
        script.Method("settle", "sum: Tensor", "Tensor",
            $"return {(precision == float32 ? "torch.relu(sum)" : $"torch.relu_(torch.to(sum, {ScriptBuilder.Literal(precision)}))")}");
    }

    // Planes are kept as [1,56,56,64]; convolutions see them channels first.
    private static string Plane(string name) => $"torch.permute({name}, [0, 3, 1, 2])";

    /// <summary>From windows' pictures, bytes <c>[N,16,112,112,3]</c>, to what is made of streams that are known.</summary>
    /// <remarks>
    /// With three channels the library leaves a quarter of the processor unused (docs/measurements/performance.md). So the seven pixels that a kernel reads of
    /// a row are laid side by side as 21 channels, once for each column of the output.
    /// </remarks>
    private static void WriteWhole(ScriptBuilder script, (Tensor Weight, Tensor? Bias) kernel, string mean, ScalarType precision)
    {
        const int channels = 3;
        const int row = (SaliencyMap.Side + (2 * Center)) * channels;
        const int frame = SaliencyMap.Side * row;
        var unfolded = kernel.Weight.permute(0, 4, 1, 2, 3).reshape(StemShape.Channels, TapCount * channels, TapCount, TapCount, 1);
        var layer = script.Convolution(
            WholeLayer,
            (unfolded, kernel.Bias),
            [1, 2, 1],
            [Center, Center, 0],
            [1, TapCount * channels, NetworkWindow.Frames, SaliencyMap.Side, StemShape.Side],
            precision);
        script.Method("whole", "pictures: Tensor", "List[Tensor]",
        [
            $"x = torch.to(torch.sub(torch.to(pictures, {ScriptBuilder.Literal(float32)}), {mean}), {ScriptBuilder.Literal(precision)})",
            $"x = torch.constant_pad_nd(x, [0, 0, {Center}, {Center}], 0)",
            $"x = torch.as_strided(x, [x.size(0), {NetworkWindow.Frames}, {SaliencyMap.Side}, {StemShape.Side}, {TapCount * channels}], [{NetworkWindow.Frames * frame}, {frame}, {row}, {2 * channels}, 1]).contiguous()",
            $"y = torch.permute({script.Dialect.Convolve(layer, "torch.permute(x, [0, 4, 1, 2, 3])", relu: true)}, [0, 2, 3, 4, 1]).contiguous()",
            // Time and positions as the two sides of a picture: pooled along one of them.
            $"frames = torch.permute(y.view([-1, {NetworkWindow.Frames}, {StemShape.Side * StemShape.Side}, {StemShape.Channels}]), [0, 3, 1, 2])",
            $"mean = torch.permute(torch.avg_pool2d(frames, [{NetworkWindow.Frames}, 1]), [0, 2, 3, 1]).view([-1, {StemShape.Side}, {StemShape.Side}, {StemShape.Channels}])",
            "return [mean, torch.permute(torch.max_pool2d(frames, [3, 1], [2, 1], [1, 0]), [0, 2, 3, 1])]",
        ]);
    }

    // As the whole window's are, and float32 again, in which the sums are kept.
    private static string Rounded(string expression, ScalarType precision) => precision == float32
        ? expression
        : $"torch.to(torch.to({expression}, {ScriptBuilder.Literal(precision)}), {ScriptBuilder.Literal(float32)})";

    private static StemTaps Taps(ScriptBuilder script, Tensor weight, Tensor? bias, ScalarType precision)
    {
        var (roundedWeight, roundedBias) = (weight.to(precision).to(float32), bias?.to(precision).to(float32));
        return StemTaps.Write(script, [.. Enumerable.Range(0, TapCount).Select(tap => roundedWeight.select(2, tap).contiguous())], roundedBias);
    }
}
