using System.Globalization;
using StavisLive.Model.Network;
using StavisLive.Model.Network.Localization;
using StavisLive.Model.Network.Visual;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Scripts;

/// <summary>The fusion, with everything linear in front of it folded together.</summary>
/// <remarks>
/// Where a scheme only needs weighted sums of the side features, the transposed convolutions that enlarge them and the 1x1 convolution that
/// sums them are one linear map from sixteen small channels to one large map, exactly. Such a transposed convolution (kernel 2s, stride s) is
/// a 2x2 convolution whose channels are the s x s pixels of an output cell.
/// </remarks>
internal sealed class FusionScript(ScriptBuilder script, NetworkWeights weights)
{
    private const int Full = 112;
    private const int SideFeatures = StavisNetwork.SideFeatures;

    private readonly List<Tensor> _visualRows = [];
    private readonly List<Tensor> _audioRows = [];

    /// <summary>Writes <c>fuse</c>: logits <c>[N,1,112,112]</c>, float32; and, for an audiovisual network, the localisation.</summary>
    public void Write()
    {
        var variant = weights.Variant;
        if (!variant.Audiovisual)
        {
            var seen = VisualSum(Row("fuse"), "fuse");
            WriteUpsampling("enlarge", stack(_visualRows));
            script.Method("fuse", "seen: List[Tensor]", "Tensor", "v = self.enlarge(seen)", Return(seen));
            return;
        }

        string[] lines = [.. Lines(variant.Fusion)];
        new LocalizationScript(script, weights).Write(stack(_audioRows));
        script.Method("fuse", "seen: List[Tensor], heard: Tensor", "Tensor",
        [
            "l = self.locate(seen[4], heard)",
            .. _visualRows.Count > 0 ? ["v = self.enlarge(seen)"] : (string[])[],
            .. lines,
        ]);
        if (_visualRows.Count > 0) WriteUpsampling("enlarge", stack(_visualRows));
    }

    private IEnumerable<string> Lines(FusionScheme scheme)
    {
        switch (scheme)
        {
            case FusionScheme.Concat:
                return [Return(Concat())];
            case FusionScheme.Modulated:
                return [Return(Modulated())];
            case FusionScheme.Sum:
                return [$"p = {Sum()}", Return(Logit)];
            case FusionScheme.Attention:
                return [$"p = {Attention()}", Return(Logit)];
            case FusionScheme.Combined:
                var share = Softmax("fuse_combined.weight");
                return [$"p = {share[0]} * torch.sigmoid({Concat()}) + {share[1]} * torch.sigmoid({Modulated()}) + {share[2]} * ({Sum()}) + {share[3]} * ({Attention()})", Return(Logit)];
            default:
                throw new ArgumentOutOfRangeException(nameof(scheme), scheme, "Unknown fusion.");
        }
    }

    // As the network's own: probabilities clamped to [1e-6, 1 - 1e-6].
    private const string Logit = "torch.logit(p, 1e-6)";

    private string Return(string logits)
    {
        if (!weights.Variant.CenterBias) return $"return {logits}";
        return $"return {logits} + {script.Constant("center_bias", SoundLocalization.Upsample(weights["center_bias.weight"]))}";
    }

    private string Concat()
    {
        var row = Row("fuseav");
        return $"({VisualSum(row.narrow(0, 0, SideFeatures), "fuseav")} + {AudioSum(row.narrow(0, SideFeatures, row.numel() - SideFeatures))})";
    }

    private string Modulated()
    {
        var row = Row("fuse_modulated");
        var bias = script.Constant("fuse_modulated_bias", weights["fuse_modulated.bias"]);
        if (weights.Variant.LocalizationMaps == 1) return $"({VisualSum(row, null)} * {AudioSum(ones(1))} + {bias})";

        // Map by map: here all 64 features are needed at full size, each with its weight.
        WriteUpsampling("enlarge_each", diag(row), isDiagonal: true);
        var first = _audioRows.Count;
        _audioRows.AddRange(eye(SideFeatures).unbind());
        return $"(torch.sum(self.enlarge_each(seen) * torch.slice(l, 1, {first}, {first + SideFeatures}), [1], True) + {bias})";
    }

    private string Sum()
    {
        var share = Softmax("fuse_sum.weight");
        return $"{share[0]} * {VisualProbability()} + {share[1]} * {AudioProbability()}";
    }

    private string Attention() => $"{VisualProbability()} * ({AudioProbability()} + 1.0) * 0.5";

    private string VisualProbability() => $"torch.sigmoid({VisualSum(Row("fuse"), "fuse")})";

    private string AudioProbability() => $"torch.sigmoid({AudioSum(Row("fuse_audio"))} + {BiasOf("fuse_audio")})";

    /// <summary>A weighted sum of the side features, with the bias of a layer if one is named.</summary>
    private string VisualSum(Tensor row, string? layer)
    {
        _visualRows.Add(row);
        var map = $"torch.slice(v, 1, {_visualRows.Count - 1}, {_visualRows.Count})";
        return layer is null ? map : $"({map} + {BiasOf(layer)})";
    }

    /// <summary>A weighted sum of the localisation maps.</summary>
    private string AudioSum(Tensor row)
    {
        _audioRows.Add(row);
        return $"torch.slice(l, 1, {_audioRows.Count - 1}, {_audioRows.Count})";
    }

    private Tensor Row(string layer) => weights[$"{layer}.weight"].flatten();

    private string BiasOf(string layer) => Number($"{layer}.bias", weights[$"{layer}.bias"].item<float>());

    private string[] Softmax(string key) => [.. weights[key].softmax(0).unbind().Select(share => Number(key, share.item<float>()))];

    // Other numbers have no spelling in the program's text: libtorch would end the process.
    private static string Number(string key, float value) => float.IsFinite(value)
        ? ((double)value).ToString("E9", CultureInfo.InvariantCulture)
        : throw new ArgumentException($"The network's {key} is not finite: nothing can be computed with it.");

    /// <summary>Writes a method that upsamples the four side features and sums them by rows, or stacks them where every row has one feature.</summary>
    private void WriteUpsampling(string name, Tensor rows, bool isDiagonal = false)
    {
        List<string> parts = [];
        for (var module = 0; module < 4; module++)
        {
            var scale = 2 << module;
            var own = rows.narrow(1, module * Dsam.SideChannels, Dsam.SideChannels);
            if (isDiagonal) own = own.narrow(0, module * Dsam.SideChannels, Dsam.SideChannels);
            var kernel = script.Constant($"{name}{module}", CellKernel(weights[$"score_dsn.{module}.upscale.weight"], own, scale));
            var cells = $"torch.conv2d(torch.to(seen[{module}], {ScriptBuilder.Literal(float32)}), {kernel}, None, [1, 1], [1, 1])";
            var map = $"torch.pixel_shuffle({cells}, {scale})";
            foreach (var side in new[] { 2, 3 }) map = $"torch.slice({map}, {side}, {scale / 2}, {(scale / 2) + Full})";
            parts.Add(map);
        }
        script.Method(name, "seen: List[Tensor]", "Tensor", $"return {(isDiagonal ? $"torch.cat([{string.Join(", ", parts)}], 1)" : string.Join(" + ", parts))}");
    }

    /// <summary>The transposed convolution followed by the rows, as a 2x2 convolution with s x s channels per row.</summary>
    /// <param name="kernel">Of the transposed convolution: <c>[16,16,2s,2s]</c>.</param>
    /// <param name="rows">Weights of its outputs: <c>[rows,16]</c>.</param>
    /// <param name="scale">s.</param>
    private static Tensor CellKernel(Tensor kernel, Tensor rows, int scale)
    {
        var summed = einsum("coyx,ro->rcyx", kernel, rows);
        // Offset s + r within the kernel reaches an output pixel from the cell before it, offset r from its own.
        var split = summed.view(rows.shape[0], kernel.shape[0], 2, scale, 2, scale).flip(2, 4); // [rows,16,dy,ry,dx,rx]
        return split.permute(0, 3, 5, 1, 2, 4).reshape(rows.shape[0] * scale * scale, kernel.shape[0], 2, 2);
    }
}
