using Microsoft.Extensions.Logging;
using StavisLive.Core.Sources;
using StavisLive.Scenes.Composed;
using StavisLive.Training.Configuration;
using StavisLive.Training.Examples;

namespace StavisLive.Training.Trainer;

/// <summary>Photographs with fixations, and scenes over them.</summary>
internal sealed class StillData : ITrainingData
{
    // Of photographs in a stage that listens: with sound that belongs to nothing. The others are silent.
    private const double StrangeAudio = 0.5;

    private readonly IReadOnlyList<StillPicture> _pictures;

    private StillData(IReadOnlyList<StillPicture> pictures, IReadOnlyList<StillPicture> validation)
    {
        _pictures = pictures;
        Validation = new StillClips(validation);
    }

    /// <inheritdoc />
    public IValidationClips Validation { get; }

    /// <summary>Reads a gaze folder into memory.</summary>
    /// <exception cref="SourceException">A picture cannot be read.</exception>
    /// <exception cref="InvalidDataException">The folder's tables are wrong.</exception>
    public static StillData Load(DataConfig config, ILogger log)
    {
        var skipBad = config.BadPicture == BadPicture.Skip;
        return new StillData(StillLibrary.Load(config.Gaze!, config.Train, skipBad, log), StillLibrary.Load(config.Gaze!, config.Validate, skipBad, log));
    }

    /// <inheritdoc />
    public IExampleSource Examples(StageConfig stage, int seed)
    {
        var photographs = new PhotographExamples(_pictures, stage.Augmentation, stage.Frames, stage.Audiovisual ? StrangeAudio : 0, seed);
        if (stage.Mix.Scenes == 0) return photographs;

        var scenes = new SceneExamples(new SceneDirector([.. _pictures.Select(still => still.Picture)]), stage.Mix, stage.Frames, seed);
        var share = stage.Mix.Photographs / (stage.Mix.Photographs + stage.Mix.Scenes);
        var ofBatch = (int)Math.Round(stage.Batch * share);
        return ofBatch == 0 ? scenes : ofBatch == stage.Batch ? photographs : new MixedExamples(photographs, ofBatch, scenes, stage.Batch);
    }
}
