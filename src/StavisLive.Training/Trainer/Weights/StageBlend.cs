using StavisLive.Model.Checkpoints;
using StavisLive.Model.Network;
using StavisLive.Training.Configuration;
using static TorchSharp.torch;

namespace StavisLive.Training.Trainer.Weights;

/// <summary>Averages the weights of a stage with earlier ones.</summary>
internal static class StageBlend
{
    /// <summary>Writes the average of a stage's best weights and earlier ones; does nothing where none is asked for.</summary>
    /// <returns>The averaged network, which the caller owns; null: none was asked for.</returns>
    public static StavisNetwork? Make(TrainingConfig config, int index)
    {
        if (config.Stages[index].Blend is not { Count: > 0 } blends) return null;
        var network = WeightsFile.Load(StageFiles.Best(config, index), visualOnly: false).Network;
        network.eval();
        foreach (var blend in blends)
        {
            using var other = WeightsFile.Load(StageFiles.Of(config, blend.With), visualOnly: false).Network;
            Apply(network, other, blend.Share);
        }
        WeightsFile.Save(network, StageFiles.Final(config, index));
        return network;
    }

    /// <summary>Moves a network's weights towards another one's.</summary>
    /// <param name="network">Changed in place.</param>
    /// <param name="other">Of the same depth; borrowed. If it doesn't listen, only what sees is averaged, its share in the audiovisual head too.</param>
    /// <param name="share">How far: 1 is all the way.</param>
    public static void Apply(StavisNetwork network, StavisNetwork other, double share)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (mine, theirs) = (network.state_dict(), other.state_dict());
        foreach (var (key, value) in mine.Where(entry => entry.Value.dtype == ScalarType.Float32))
        {
            if (other.Variant.Audiovisual || !Listens(key)) value.lerp_(theirs[key], share);
        }
        if (other.Variant.Audiovisual || !mine.TryGetValue("fuseav.weight", out var both)) return;
        var visual = theirs["fuse.weight"];
        both.narrow(1, 0, visual.shape[1]).lerp_(visual, share);
    }

    private static bool Listens(string key) =>
        NetworkParts.Of(key) is NetworkPart.Sound or NetworkPart.Localization
        || (key.StartsWith("fuse", StringComparison.Ordinal) && !key.StartsWith("fuse.", StringComparison.Ordinal));
}
