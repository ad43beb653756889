using StavisLive.Training.Configuration;

namespace StavisLive.Training.Examples;

/// <summary>The examples that a stage asks for.</summary>
internal static class ExampleSources
{
    /// <summary>Makes a stage's source.</summary>
    public static IExampleSource Of(StageConfig stage, IReadOnlyList<StillPicture> pictures, int seed) =>
        new StillExamples(pictures, stage.Augmentation, seed);
}
