namespace StavisLive.Training.Configuration;

/// <summary>A whole training: which network, from what, in which stages.</summary>
public sealed record TrainingConfig
{
    /// <summary>The network, which hears in those stages that say so.</summary>
    public NetworkConfig Network { get; init; } = new();

    /// <summary>Photographs, clips and what becomes of bad ones.</summary>
    public DataConfig Data { get; init; } = new();

    /// <summary>Weights to start from.</summary>
    public InitConfig Init { get; init; } = new();

    /// <summary>Stages in a row; each starts from the best weights of the one before.</summary>
    public IReadOnlyList<StageConfig> Stages { get; init; } = [];

    /// <summary>Seed of start values, order and augmentation.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>What the trunk computes in.</summary>
    public TrainingPrecision Precision { get; init; } = TrainingPrecision.Fp32;

    /// <summary>Folder for logs, checkpoints and weights.</summary>
    public string Output { get; init; } = "training";

    /// <summary>Steps between two checkpoints; the end of an epoch always makes one.</summary>
    public int CheckpointSteps { get; init; } = 200;

    /// <summary>What the finished weights say of themselves, beside their variant: licence, training data, ...</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Share of its first kernel's norm below which a time slice of the finished weights is made zero: the engine leaves it out, and with all
    /// but the middle one a wall of streams costs a third less. 0, the default: none.
    /// </summary>
    public double SmallestTap { get; init; }

    /// <summary>
    /// Power of the mean density of the training clips' fixations with which the finished network's maps are multiplied. 0, the default: it has
    /// no centre bias.
    /// </summary>
    public double CenterBias { get; init; }

    /// <summary>Whether the finished weights are stored in half precision.</summary>
    public bool Half { get; init; } = true;
}
