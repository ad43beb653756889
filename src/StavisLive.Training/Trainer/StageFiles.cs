using StavisLive.Training.Configuration;

namespace StavisLive.Training.Trainer;

/// <summary>Where the weights of a stage lie.</summary>
internal static class StageFiles
{
    /// <summary>Those that it learned.</summary>
    public static string Best(TrainingConfig config, int stage) => Named("best", config, stage);

    /// <summary>Those that it hands on: averaged with an earlier stage's where the stage says so.</summary>
    public static string Final(TrainingConfig config, int stage) =>
        config.Stages[stage].Blend is null ? Best(config, stage) : Named("blended", config, stage);

    /// <summary>Those that a setting names: what a stage hands on, or a file.</summary>
    public static string Of(TrainingConfig config, string name)
    {
        var stage = config.Stages.Select(stage => stage.Name).ToList().IndexOf(name);
        return stage < 0 ? name : Final(config, stage);
    }

    private static string Named(string what, TrainingConfig config, int stage) =>
        Path.Combine(config.Output, $"{what}-{stage + 1}-{config.Stages[stage].Name}.safetensors");
}
