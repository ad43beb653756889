using StavisLive.Core.Windowing;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Scripts;

/// <summary>The sound network, once per excerpt; float32 in every precision.</summary>
/// <remarks>
/// The embedding enters every position of the map alike: rounding it to bfloat16 costs more exactness than all of the visual side together,
/// and saves half a millisecond.
/// </remarks>
internal static class AudioScript
{
    // Place in the published Sequential, kernel and the max-pool behind it (1: none); all strides are 2, all paddings half a kernel.
    private static readonly (int Place, int Kernel, int Pool)[] Layout =
        [(0, 64, 8), (4, 32, 8), (8, 16, 1), (11, 8, 1), (14, 4, 4), (18, 4, 1), (21, 4, 2)];

    /// <summary>Writes <c>embed</c>: excerpts <c>[N,1,1,35280]</c> to <c>[N,1024]</c>.</summary>
    public static void Write(ScriptBuilder script, NetworkWeights weights)
    {
        List<string> lines = [];
        var x = "sound";
        long[] shape = [1, 1, 1, NetworkWindow.AudioLength];
        foreach (var (place, kernel, pool) in Layout)
        {
            var folded = weights.Folded($"soundnet8.{place}", $"soundnet8.{place + 1}");
            var layer = script.Convolution($"soundnet8_{place}", folded, [1, 2], [0, kernel / 2], shape, float32);
            lines.Add($"x = {script.Dialect.Convolve(layer, x, relu: true)}");
            x = "x";
            shape = layer.Output;
            if (pool == 1) continue;
            lines.Add($"x = torch.max_pool2d(x, [1, {pool}], [1, {pool}])");
            shape = [shape[0], shape[1], 1, shape[3] / pool];
        }
        script.Method("embed", "sound: Tensor", "Tensor", [.. lines, "return torch.amax(x, [2, 3])"]);
    }
}
