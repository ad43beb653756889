using StavisLive.Training.Configuration;
using StavisLive.Training.Trainer;

namespace StavisLive.Training.Tests.Trainer;

/// <summary>Keeps what it is told, and may stop the training.</summary>
internal sealed class RecordingObserver(Action<long>? afterStep = null) : ITrainingObserver
{
    public List<double> Losses { get; } = [];

    public IReadOnlyList<EpochRecord> Epochs { get; private set; } = [];

    public void Stepped(StageConfig stage, long step, long steps, double loss)
    {
        Losses.Add(loss);
        afterStep?.Invoke(step);
    }

    public void EpochEnded(StageConfig stage, TrainingState state) => Epochs = state.Epochs;
}
