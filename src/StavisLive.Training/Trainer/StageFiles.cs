using StavisLive.Training.Configuration;

namespace StavisLive.Training.Trainer;

/// <summary>Where the weights of a stage lie.</summary>
internal static class StageFiles
{
    /// <summary>Those that it learned.</summary>
    public static string Best(TrainingConfig config, int stage) => Named("best", config, stage);

    /// <summary>Those that it hands on: averaged with an earlier stage's where the stage says so.</summary>
    public static string Final(TrainingConfig config, int stage) =>
        config.Stages[stage].Blend.Count == 0 ? Best(config, stage) : Named("blended", config, stage);

    /// <summary>Those that a setting names.</summary>
    /// <param name="config">The training.</param>
    /// <param name="name">A stage, <see cref="InitConfig.Name"/>, or a file.</param>
    public static string Of(TrainingConfig config, string name)
    {
        var stage = config.Stages.Select(stage => stage.Name).ToList().IndexOf(name);
        if (stage >= 0) return Final(config, stage);
        return name == InitConfig.Name ? config.Init.Visual! : name;
    }

    private static string Named(string what, TrainingConfig config, int stage) =>
        Path.Combine(config.Output, $"{what}-{stage + 1}-{config.Stages[stage].Name}.safetensors");
}
