using StavisLive.Training.Configuration;
using StavisLive.Training.Examples;
using StavisLive.Training.Trainer.Validation;

namespace StavisLive.Training.Trainer;

/// <summary>All that a training learns from.</summary>
internal interface ITrainingData : IDisposable
{
    /// <summary>What its weights are validated on.</summary>
    IValidationClips Validation { get; }

    /// <summary>The examples that a stage asks for.</summary>
    IExampleSource Examples(StageConfig stage, int seed);
}
