using StavisLive.Training.Configuration;

namespace StavisLive.Training.Trainer;

/// <summary>What a training's weights are made with, as far as a checkpoint has come.</summary>
/// <param name="Seed">Of start values, order and augmentation.</param>
/// <param name="Network">The network.</param>
/// <param name="Init">Weights that it started from.</param>
/// <param name="Stages">The stages that are done and, last, the one under way.</param>
public sealed record TrainingSettings(int Seed, NetworkConfig Network, InitConfig Init, IReadOnlyList<StageConfig> Stages)
{
    /// <summary>Those of a configuration up to a stage.</summary>
    internal static TrainingSettings Of(TrainingConfig config, int stage) =>
        new(config.Seed, config.Network, config.Init, [.. config.Stages.Take(stage + 1)]);
}
