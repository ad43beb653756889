using StavisLive.Model.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StavisLive.Model.Network.Fusion;

/// <summary>Learned weights of a mean of probability maps: the softmax of as many numbers, equal at the start.</summary>
internal sealed class MixingWeights : Module<IReadOnlyList<Tensor>, Tensor>
{
    private readonly Parameter weight;

    public MixingWeights(int count)
        : base(nameof(MixingWeights))
    {
        // Like a module of TorchSharp, it keeps its parameter whatever scope it is made in.
        weight = (Parameter)new Parameter(zeros(count)).DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>The weighted mean of probabilities of one shape.</summary>
    public override Tensor forward(IReadOnlyList<Tensor> probabilities)
    {
        using var scope = NewDisposeScope();
        var shares = weight.to(float32).softmax(0);
        var mean = probabilities[0] * shares[0];
        for (var index = 1; index < probabilities.Count; index++) mean = mean.Plus(probabilities[index] * shares[index]);
        return mean.MoveToOuterDisposeScope();
    }
}
