using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StavisLive.Model.Network.Localization;

/// <summary>One map: the cosine of the angle between v and a; 0 where either is zero.</summary>
internal sealed class CosineLocalization : SoundLocalization
{
    public CosineLocalization(int visualChannels)
        : base(nameof(CosineLocalization), visualChannels) => RegisterComponents();

    /// <inheritdoc />
    public override Tensor Compare(Tensor picture, Tensor audio)
    {
        using var scope = NewDisposeScope();
        var direction = functional.normalize(audio, dim: 1).unsqueeze(2); // [N,128,1]
        return matmul(functional.normalize(picture, dim: 2), direction).MoveToOuterDisposeScope();
    }
}
