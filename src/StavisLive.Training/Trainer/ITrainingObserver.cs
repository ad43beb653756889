using StavisLive.Training.Configuration;

namespace StavisLive.Training.Trainer;

/// <summary>Is told how a training goes, on the training's own thread.</summary>
public interface ITrainingObserver
{
    /// <summary>A step was taken.</summary>
    void Stepped(StageConfig stage, long step, long steps, double loss);

    /// <summary>An epoch has ended and its checkpoint is written.</summary>
    void EpochEnded(StageConfig stage, TrainingState state);
}
