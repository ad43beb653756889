using StavisLive.Scenes.Backgrounds;
using StavisLive.Training.Losses;

namespace StavisLive.Training.Configuration;

/// <summary>One stage of training.</summary>
public sealed record StageConfig
{
    /// <summary>Name in logs and of the stage's weights.</summary>
    public string Name { get; init; } = "";

    /// <summary>An earlier stage whose weights it starts from, or <c>init</c> (what training started from); null: the stage before.</summary>
    public string? From { get; init; }

    /// <summary>Frames of an example: 16, or 1 for stills at a sixteenth of the work.</summary>
    public int Frames { get; init; } = 16;

    /// <summary>Whether the network listens.</summary>
    public bool Audiovisual { get; init; }

    /// <summary>Epochs.</summary>
    public int Epochs { get; init; } = 60;

    /// <summary>Steps of an epoch; 0: as many as show every picture once.</summary>
    public int EpochSteps { get; init; }

    /// <summary>Examples of a step.</summary>
    public int Batch { get; init; } = 128;

    /// <summary>What examples are made of.</summary>
    public MixConfig Mix { get; init; } = new();

    /// <summary>How pictures are varied.</summary>
    public Augmentation Augmentation { get; init; } = new();

    /// <summary>The loss of a map.</summary>
    public LossWeights Loss { get; init; } = new();

    /// <summary>Weight of the supervision losses at the stage's beginning, from where it falls to 0 at its end.</summary>
    public double Supervision { get; init; } = 1;

    /// <summary>A network whose maps of real pictures are learned beside people's; null: none.</summary>
    public TeacherConfig? Teacher { get; init; }

    /// <summary>Weight of the visual head's own loss in a stage that listens, so that the network can do without audio.</summary>
    public double VisualHead { get; init; }

    /// <summary>How steps are taken.</summary>
    public OptimizerConfig Optimizer { get; init; } = new();

    /// <summary>Rates of the parts.</summary>
    public RateConfig Rates { get; init; } = new();

    /// <summary>How rates change.</summary>
    public ScheduleConfig Schedule { get; init; } = new();

    /// <summary>How slowly averaged weights follow: 0.99 averages a hundred steps; 0: no average, the last weights count.</summary>
    public double Averaging { get; init; }

    /// <summary>What the finished stage's weights are averaged with, one after the other.</summary>
    public IReadOnlyList<BlendConfig> Blend { get; init; } = [];

    /// <summary>Ends the stage after so many epochs without a better validation; 0: never.</summary>
    public int Patience { get; init; }

    /// <summary>Whether kernels forget all time slices but the middle one at the stage's beginning, as single frames teach only this one.</summary>
    public bool ForgetTime { get; init; }

    /// <summary>Whether the last weights count, not those that validate best: photographs don't tell what a network has learned to hear.</summary>
    public bool KeepLast { get; init; }

    /// <summary>Whether the trunk's batch normalisation keeps its statistics, as suits small batches and mixed examples.</summary>
    public bool FixedStatistics { get; init; }

    /// <summary>Whether the audiovisual head begins as the visual one, the audio without a say.</summary>
    public bool FusionFromVisual { get; init; }
}
