using StavisLive.Model.Network;
using StavisLive.Model.Network.Localization;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Scripts;

/// <summary>Sound localisation, with the fusion's weights for its maps folded in.</summary>
/// <remarks>
/// Maps are compared, fused and only then enlarged: enlarging is linear, so that one map is enlarged instead of sixty-four. For a given audio
/// every map is a vector that the picture's vectors are multiplied with: the audio is never repeated over positions.
/// </remarks>
internal sealed class LocalizationScript(ScriptBuilder script, NetworkWeights weights)
{
    private const int Common = SoundLocalization.Common;
    private const int Side = 14;
    private const int Full = 112;

    /// <summary>Writes <c>listen</c>, <c>[N,1,1,samples] -> [N,128,rows]</c>, and <c>locate</c>, <c>-> [N,rows,112,112]</c>.</summary>
    /// <param name="rows">Weights of the localisation maps, <c>[rows,maps]</c>: each row gives one map.</param>
    public void Write(Tensor rows)
    {
        var count = rows.shape[0];
        var affineAudio = Linear("affine_audio");
        var affineRgb = Linear("affine_rgb");
        var (heard, bias) = Compare(rows);
        var isCosine = weights.Variant.Localization == LocalizationMethod.Cosine;
        script.Method("direction", "x: Tensor", "Tensor", "return torch.div(x, torch.clamp_min(torch.norm(x, 2, [-1], True), 1e-12))");

        script.Method("listen", "sound: Tensor", "Tensor",
        [
            $"a = torch.relu_(torch.linear(self.embed(sound), {affineAudio}))", // [N,128]
            .. isCosine ? ["a = self.direction(a)"] : (string[])[],
            $"return {heard}",
        ]);
        script.Method("locate", "middle: Tensor, heard: Tensor", "Tensor",
        [
            $"v = torch.relu_(torch.linear(torch.to(middle, {ScriptBuilder.Literal(float32)}).view([middle.size(0), {Side * Side}, -1]), {affineRgb}))", // [N,196,128]
            .. isCosine ? ["v = self.direction(v)"] : (string[])[],
            $"maps = torch.add(torch.matmul(v, heard), {script.Constant("localization_bias", bias)})",
            $"maps = torch.transpose(maps, 1, 2).reshape([-1, {count}, {Side}, {Side}])",
            $"return torch.upsample_bilinear2d(maps, [{Full}, {Full}], False)",
        ]);
    }

    private string Linear(string name) =>
        $"{script.Constant($"{name}_weight", weights[$"fusion3.{name}.weight"])}, {script.Constant($"{name}_bias", weights[$"fusion3.{name}.bias"])}";

    /// <summary>What <c>listen</c> makes of the audio's vectors a <c>[N,128]</c>, and what is added to each map.</summary>
    private (string Heard, Tensor Bias) Compare(Tensor rows)
    {
        var count = rows.shape[0];
        switch (weights.Variant.Localization)
        {
            case LocalizationMethod.Bilinear:
                var forms = matmul(rows, weights["fusion3.w_a_rgb.weight"].flatten(1)).view(count * Common, Common);
                var stacked = script.Constant("localization_forms", forms);
                return ($"torch.permute(torch.matmul({stacked}, torch.t(a)).view([{count}, {Common}, -1]), [2, 1, 0])", mv(rows, weights["fusion3.w_a_rgb.bias"]));
            case LocalizationMethod.InnerProduct:
                var shares = script.Constant("localization_shares", matmul(rows, weights["fusion3.w_inner.weight"]));
                return ($"torch.transpose(torch.mul(torch.unsqueeze(a, 1), {shares}), 1, 2)", mv(rows, weights["fusion3.w_inner.bias"]));
            default:
                var scales = script.Constant("localization_scales", rows.view(1, 1, count));
                return ($"torch.mul(torch.unsqueeze(a, 2), {scales})", zeros(count));
        }
    }
}
