namespace StavisLive.Training.Trainer;

/// <summary>Where a training stands, beside its weights.</summary>
public sealed record TrainingState
{
    /// <summary>Index of the stage.</summary>
    public int Stage { get; init; }

    /// <summary>What it and the stages before were run with; null in checkpoints of former programs.</summary>
    public TrainingSettings? Settings { get; init; }

    /// <summary>Steps taken in it.</summary>
    public long Step { get; init; }

    /// <summary>Sum of the losses of the epoch's steps so far.</summary>
    public double LossSum { get; init; }

    /// <summary>Seconds of the epoch so far.</summary>
    public double Seconds { get; init; }

    /// <summary>Best validation of the stage.</summary>
    public double? Best { get; init; }

    /// <summary>Epochs since then.</summary>
    public int SinceBest { get; init; }

    /// <summary>All epochs so far.</summary>
    public IReadOnlyList<EpochRecord> Epochs { get; init; } = [];
}
