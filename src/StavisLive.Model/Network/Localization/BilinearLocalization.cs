using StavisLive.Model.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StavisLive.Model.Network.Localization;

/// <summary>map_j = v' M_j a + b_j, the published choice.</summary>
internal sealed class BilinearLocalization : SoundLocalization
{
    // weight [maps,128,128]: M_j; bias [maps].
    private readonly Bilinear w_a_rgb;

    public BilinearLocalization(int visualChannels, int maps)
        : base(nameof(BilinearLocalization), visualChannels)
    {
        w_a_rgb = Bilinear(Common, Common, maps);
        RegisterComponents();
    }

    /// <inheritdoc />
    public override Tensor Compare(Tensor picture, Tensor audio)
    {
        using var scope = NewDisposeScope();
        var heard = matmul(w_a_rgb.weight!, audio.t()).permute(2, 1, 0); // M_j a for all j: [maps,128,N] -> [N,128,maps]
        return matmul(picture, heard).Plus(w_a_rgb.bias!).MoveToOuterDisposeScope();
    }
}
