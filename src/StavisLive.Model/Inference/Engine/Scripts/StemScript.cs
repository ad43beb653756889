using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Model.Inference.Engine.Convolution;
using StavisLive.Model.Network;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Scripts;

/// <summary>conv1, bn1 and ReLU: by pushing one picture after the other, or by computing the outputs that a window needs and its stream doesn't know.</summary>
/// <remarks>
/// <para>A convolution over time is a sum of convolutions over pictures, one per tap: output t is the sum over k of tap k
/// applied to picture t + k - 3. So each new picture can be convolved once with each of the seven taps, and every result added to
/// the output that it belongs to: a sixteenth of the work of a window, exactly. These sums are float32 in every precision.
/// Where a convolution adds itself to what is there, each tap is one; elsewhere all seven are one convolution over all new pictures of a step.</para>
/// <para>Half precisions are twice as fast, but the library adds in float32 only within one convolution. There k new pictures are k
/// outputs that are complete now, seven taps each, in one convolution; and whatever k is, the three outputs at either end of the window, which lack pictures
/// beyond it, thirty taps in all: more than pushing for one new picture, less for three. Pictures and kernels are rounded the same for both: they come to
/// the same but for the order of additions.</para>
/// <para>Outer taps whose kernels are zero are left out. Without any but the middle one (as the default weights are) k new pictures are k taps, and nothing is pushed.</para>
/// </remarks>
internal static class StemScript
{
    /// <summary>Pictures that one output of conv1 reads.</summary>
    public const int TapCount = 7;

    private const string WholeLayer = "conv1";

    private const int Center = TapCount / 2;

    /// <summary>Most pictures before and behind its own that an output reads.</summary>
    public const int FullReach = Center;

    /// <summary>Writes <c>settle</c>, <c>unfold</c>, <c>compute_whole</c> and <c>compute_ends</c>, and where all taps count <c>prepare</c> and <c>push</c>.</summary>
    /// <returns>The pictures before and behind its own that an output reads: <see cref="FullReach"/>, unless outer taps are zero.</returns>
    public static int Write(ScriptBuilder script, NetworkWeights weights, ScalarType precision)
    {
        var (weight, bias) = weights.Folded("conv1", "bn1");
        var mean = script.Constant("mean", tensor((float[])[.. NetworkInput.Mean]));
        var reach = Reach(weight);
        if (reach == FullReach) WritePush(script, (weight, bias), mean, precision);
        // The sum itself stays: a conversion makes a copy, where there is none the ReLU has to.
        script.Method("settle", "sum: Tensor", "Tensor",
            $"return {(precision == float32 ? "torch.relu(sum)" : $"torch.relu_(torch.to(sum, {ScriptBuilder.Literal(precision)}))")}");
        WriteComputed(script, (weight, bias), reach, mean, precision);
        return reach;
    }

    /// <summary>Whether a layer is one that a stream in its steady state, with one new picture a step, does without where it pushes.</summary>
    public static bool IsOfComputed(ConvolutionLayer layer) => layer.Name == WholeLayer || layer.Name.StartsWith($"{WholeLayer}_without", StringComparison.Ordinal);

    private static int Reach(Tensor kernel)
    {
        for (var reach = FullReach; reach > 0; reach--)
        {
            if (kernel.select(2, Center - reach).count_nonzero().item<long>() > 0 || kernel.select(2, Center + reach).count_nonzero().item<long>() > 0) return reach;
        }
        return 0;
    }

    private static void WritePush(ScriptBuilder script, (Tensor Weight, Tensor? Bias) kernel, string mean, ScalarType precision)
    {
        var single = ScriptBuilder.Literal(float32);
        var taps = Taps(script, kernel.Weight, kernel.Bias, precision);

        // From new pictures, bytes [n,112,112,3], to what each is pushed as.
        script.Method("prepare", "pictures: Tensor", "Tensor",
        [
            $"x = torch.permute({Rounded($"torch.sub(torch.to(pictures, {single}), {mean})", precision)}, [0, 3, 1, 2])",
            $"return {taps.Prepared("x")}",
        ]);

        // newest: the sums after tap 0, 1 and 2 of the push before; running: those after tap 3, 4 and 5, and a free place; begun: the sums
        // after tap 0, 1 and 2 of the output that becomes complete now. All of it is written over with what the next push needs, and outputs
        // with the complete output and what it would be without its first one, two, three pictures.
        script.Method("push", "picture: Tensor, newest: List[Tensor], running: List[Tensor], begun: List[Tensor], outputs: List[Tensor]", "Tensor",
        [
            $"whole = {taps.AddInto(6, "picture", Plane("running[2]"))}",
            $"{Plane("outputs[0]")}.copy_(whole).relu_()",
            .. Enumerable.Range(0, 3).Select(missing => $"{Plane($"outputs[{missing + 1}]")}.copy_(torch.sub(whole, {Plane($"begun[{missing}]")})).relu_()"),
            $"y = {taps.AddInto(5, "picture", Plane("running[1]"))}",
            $"y = {taps.AddInto(4, "picture", Plane("running[0]"))}",
            $"y = {taps.AddInto(3, "picture", $"{Plane("running[3]")}.copy_({Plane("newest[2]")})")}",
            $"y = {taps.AddInto(2, "picture", $"{Plane("begun[2]")}.copy_({Plane("newest[1]")})")}",
            $"y = {taps.AddInto(1, "picture", $"{Plane("begun[1]")}.copy_({Plane("newest[0]")})")}",
            $"return {Plane("begun[0]")}.copy_({taps.Of(0, "picture")})",
        ]);
    }

    // Planes are kept as [1,56,56,64]; convolutions see them channels first.
    private static string Plane(string name) => $"torch.permute({name}, [0, 3, 1, 2])";

    /// <summary>From a window's pictures to outputs of conv1, <c>[1,n,56,56,64]</c> each.</summary>
    /// <remarks>
    /// With three channels the library leaves a quarter of the processor unused (docs/measurements/performance.md). So the seven pixels that a kernel reads of
    /// a row are laid side by side as 21 channels, once for each column of the output.
    /// </remarks>
    private static void WriteComputed(ScriptBuilder script, (Tensor Weight, Tensor? Bias) kernel, int reach, string mean, ScalarType precision)
    {
        const int channels = 3;
        const int row = (SaliencyMap.Side + (2 * Center)) * channels;
        const int frame = SaliencyMap.Side * row;
        var taps = (2 * reach) + 1;
        var unfolded = kernel.Weight.permute(0, 4, 1, 2, 3).reshape(StemShape.Channels, TapCount * channels, TapCount, TapCount, 1);

        // Bytes [n,112,112,3] to [1,21,n,112,56], channels innermost.
        script.Method("unfold", "pictures: Tensor", "Tensor",
        [
            $"x = torch.to(torch.sub(torch.to(pictures, {ScriptBuilder.Literal(float32)}), {mean}), {ScriptBuilder.Literal(precision)})",
            $"x = torch.constant_pad_nd(x, [0, 0, {Center}, {Center}], 0)",
            $"x = torch.as_strided(x, [1, x.size(0), {SaliencyMap.Side}, {StemShape.Side}, {TapCount * channels}], [0, {frame}, {row}, {2 * channels}, 1]).contiguous()",
            "return torch.permute(x, [0, 4, 1, 2, 3])",
        ]);

        // To the outputs that none of their pictures is missing of: a window's where others push in their steady state, else one.
        script.Method("compute_whole", "x: Tensor", "Tensor", $"return {Outputs(Layer(WholeLayer, 0, taps, reach == FullReach ? NetworkWindow.Frames : taps), "x")}");

        // Without their first three, two, one pictures, and without their last one, two, three.
        List<string> ends = [];
        for (var missing = reach; missing > 0; missing--)
        {
            var layer = Layer($"{WholeLayer}_without_first_{missing}", missing, taps - missing, taps - missing);
            ends.Add(Outputs(layer, $"torch.narrow(x, 2, 0, {taps - missing})"));
        }
        for (var missing = 1; missing <= reach; missing++)
        {
            var layer = Layer($"{WholeLayer}_without_last_{missing}", 0, taps - missing, taps - missing);
            ends.Add(Outputs(layer, $"torch.narrow(x, 2, {NetworkWindow.Frames - taps + missing}, {taps - missing})"));
        }
        if (reach > 0) script.Method("compute_ends", "x: Tensor", "List[Tensor]", $"return [{string.Join(", ", ends)}]");

        ConvolutionLayer Layer(string name, int first, int count, int pictures) => script.Convolution(
            name,
            (unfolded.narrow(2, Center - reach + first, count), kernel.Bias),
            [1, 2, 1],
            [0, Center, 0],
            [1, TapCount * channels, pictures, SaliencyMap.Side, StemShape.Side],
            precision);

        string Outputs(ConvolutionLayer layer, string pictures) => $"torch.permute({script.Dialect.Convolve(layer, pictures, relu: true)}, [0, 2, 3, 4, 1]).contiguous()";
    }

    // As what is computed at once, and float32 again, in which the sums are kept.
    private static string Rounded(string expression, ScalarType precision) => precision == float32
        ? expression
        : $"torch.to(torch.to({expression}, {ScriptBuilder.Literal(precision)}), {ScriptBuilder.Literal(float32)})";

    private static StemTaps Taps(ScriptBuilder script, Tensor weight, Tensor? bias, ScalarType precision)
    {
        var (roundedWeight, roundedBias) = (weight.to(precision).to(float32), bias?.to(precision).to(float32));
        return StemTaps.Write(script, [.. Enumerable.Range(0, TapCount).Select(tap => roundedWeight.select(2, tap).contiguous())], roundedBias);
    }
}
