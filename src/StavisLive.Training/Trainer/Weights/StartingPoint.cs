using StavisLive.Model.Network;
using static TorchSharp.torch;

namespace StavisLive.Training.Trainer.Weights;

/// <summary>What a stage may do to the weights that it starts from.</summary>
internal static class StartingPoint
{
    /// <summary>Zeroes all time slices of the trunk's kernels but the middle one, which is all that single frames teach.</summary>
    public static void ForgetTime(StavisNetwork network)
    {
        using var scope = NewDisposeScope();
        foreach (var (_, parameter) in network.named_parameters())
        {
            if (parameter.dim() != 5) continue;
            var middle = parameter.shape[2] / 2;
            if (middle == 0) continue;
            parameter.narrow(2, 0, middle).zero_();
            parameter.narrow(2, middle + 1, middle).zero_();
        }
    }

    /// <summary>Makes the concatenating head give the visual head's map whatever is heard: a start from where the visual stage ended.</summary>
    public static void FuseAsVisual(StavisNetwork network)
    {
        using var scope = NewDisposeScope();
        var state = network.state_dict();
        if (!state.TryGetValue("fuseav.weight", out var both))
            throw new InvalidDataException($"fusionFromVisual needs fusion \"concat\", not \"{network.Variant.Fusion}\".");
        var visual = state["fuse.weight"];
        both.zero_();
        both.narrow(1, 0, visual.shape[1]).copy_(visual);
        state["fuseav.bias"].copy_(state["fuse.bias"]);
    }
}
