using StavisLive.Model.Native;
using StavisLive.Model.Network.Localization;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StavisLive.Model.Network;

/// <summary>Where people look more and where less whatever there is to see: one number for each place, added to the logits.</summary>
/// <remarks>
/// In terms of probabilities it multiplies, as the learned prior of ML-Net does (Cornia, Baraldi, Serra, Cucchiara, ICPR 2016). Not part of
/// the published network, whose convolutions can tell a place only by the zeros beyond the border.
/// </remarks>
internal sealed class CenterBias : Module<Tensor, Tensor>
{
    /// <summary>Numbers a side: fine enough for a bias that is smooth.</summary>
    public const int Side = 14;

    private readonly Parameter weight;

    /// <summary>No bias yet.</summary>
    public CenterBias()
        : base(nameof(CenterBias))
    {
        // Like a module of TorchSharp, it keeps its parameter whatever scope it is made in.
        weight = (Parameter)new Parameter(zeros(1, 1, Side, Side)).DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>Adds it.</summary>
    /// <param name="logits"><c>[N,1,112,112]</c>, as the result.</param>
    public override Tensor forward(Tensor logits)
    {
        using var scope = NewDisposeScope();
        return logits.Plus(SoundLocalization.Upsample(weight.to(logits.dtype))).MoveToOuterDisposeScope();
    }
}
