using StavisLive.Model.Checkpoints;
using StavisLive.Model.Native;
using StavisLive.Model.Network;
using StavisLive.Training.Configuration;
using StavisLive.Training.Losses;
using static TorchSharp.torch;

namespace StavisLive.Training.Trainer;

/// <summary>Says what a finished network makes of pictures, and how far another one is from it. Owns its network.</summary>
internal sealed class Teacher : IDisposable
{
    private readonly StavisNetwork _network;
    private readonly double _weight;

    /// <param name="file">Its weights.</param>
    /// <param name="weight">Weight of its loss.</param>
    /// <exception cref="CheckpointException">They cannot be read.</exception>
    public Teacher(string file, double weight)
    {
        _network = WeightsFile.Load(file, visualOnly: true).Network;
        _network.eval();
        _weight = weight;
    }

    /// <summary>The teacher that a stage asks for; null: none.</summary>
    public static Teacher? Of(TrainingConfig config, StageConfig stage) =>
        stage.Teacher is { } teacher ? new Teacher(StageFiles.Of(config, teacher.Weights), teacher.Weight) : null;

    /// <summary>Its maps, between 0 and 1, of each clip's middle frame.</summary>
    /// <param name="frames">The network's frames, <c>[N,3,T,112,112]</c>, in the precision to compute in.</param>
    /// <returns><c>[N,112,112]</c></returns>
    public Tensor Maps(Tensor frames)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return _network.Supervised(frames.narrow(2, frames.shape[2] / 2, 1), audio: null).Fused.squeeze(1).sigmoid().MoveToOuterDisposeScope();
    }

    /// <summary>The loss of maps that should be the teacher's, one number per sample.</summary>
    /// <param name="logits"><c>[N,112,112]</c></param>
    /// <param name="maps">The teacher's.</param>
    public Tensor Loss(Tensor logits, Tensor maps)
    {
        using var scope = NewDisposeScope();
        return SaliencyLosses.Divergence(logits, maps).Plus(SaliencyLosses.Correlation(logits, maps)).Times(_weight).MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public void Dispose() => _network.Dispose();
}
