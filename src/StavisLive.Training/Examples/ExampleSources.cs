using StavisLive.Training.Configuration;
using StavisLive.Training.Scenes;

namespace StavisLive.Training.Examples;

/// <summary>The examples that a stage asks for.</summary>
internal static class ExampleSources
{
    // Of photographs in a stage that listens: with sound that belongs to nothing. The others are silent.
    private const double StrangeSound = 0.5;

    /// <summary>Makes a stage's source.</summary>
    public static IExampleSource Of(StageConfig stage, IReadOnlyList<StillPicture> pictures, int seed)
    {
        var photographs = new PhotographExamples(pictures, stage.Augmentation, stage.Frames, stage.Audiovisual ? StrangeSound : 0, seed);
        if (stage.Mix.Scenes == 0) return photographs;

        var scenes = new SceneExamples(new SceneDirector([.. pictures.Select(still => still.Picture)]), stage.Mix, stage.Frames, seed);
        var share = stage.Mix.Photographs / (stage.Mix.Photographs + stage.Mix.Scenes);
        var ofBatch = (int)Math.Round(stage.Batch * share);
        return ofBatch == 0 ? scenes : ofBatch == stage.Batch ? photographs : new MixedExamples(photographs, ofBatch, scenes, stage.Batch);
    }
}
