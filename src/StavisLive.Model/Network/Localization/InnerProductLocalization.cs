using StavisLive.Model.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StavisLive.Model.Network.Localization;

/// <summary>map_j = sum over k of s_jk v_k a_k + b_j.</summary>
internal sealed class InnerProductLocalization : SoundLocalization
{
    // weight [maps,128]: s; bias [maps].
    private readonly Linear w_inner;

    public InnerProductLocalization(int visualChannels, int maps)
        : base(nameof(InnerProductLocalization), visualChannels)
    {
        w_inner = Linear(Common, maps);
        RegisterComponents();
    }

    /// <inheritdoc />
    public override Tensor Compare(Tensor picture, Tensor audio)
    {
        using var scope = NewDisposeScope();
        var heard = (w_inner.weight! * audio.unsqueeze(1)).transpose(1, 2); // s_jk a_k: [N,maps,128] -> [N,128,maps]
        return matmul(picture, heard).Plus(w_inner.bias!).MoveToOuterDisposeScope();
    }
}
