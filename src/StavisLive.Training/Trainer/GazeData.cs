using Microsoft.Extensions.Logging;
using StavisLive.Core.Sources;
using StavisLive.Scenes.Composed;
using StavisLive.Training.Configuration;
using StavisLive.Training.Examples;
using StavisLive.Training.Examples.Clips;
using StavisLive.Training.Examples.Talks;
using StavisLive.Training.Trainer.Validation;

namespace StavisLive.Training.Trainer;

/// <summary>Photographs and clips with fixations, and what is made up over the photographs. Owns the clips.</summary>
internal sealed class GazeData : ITrainingData
{
    // Of photographs and silent clips in a stage that listens: with sound that belongs to nothing. The others are silent.
    private const double StrangeShare = 0.5;

    private readonly IReadOnlyList<StillPicture> _pictures;
    private readonly IReadOnlyList<LibraryClip> _clips;
    private readonly IReadOnlyList<LibraryClip> _validation;
    private readonly SpeechLibrary? _speech;
    private readonly Lazy<IReadOnlyList<FacePhotograph>> _faces;

    private GazeData(
        TrainingConfig config, IReadOnlyList<StillPicture> pictures, IReadOnlyList<LibraryClip> clips, SpeechLibrary? speech,
        IReadOnlyList<StillPicture> stills, IReadOnlyList<LibraryClip> validation)
    {
        (_pictures, _clips, _speech, _validation) = (pictures, clips, speech, validation);
        _faces = new Lazy<IReadOnlyList<FacePhotograph>>(() => FaceLibrary.Find(pictures, config.Data.Faces!, Path.Combine(config.Output, "faces.csv")));
        Validation = new JoinedClips(new StillClips(stills), new MovingClips(validation));
    }

    /// <inheritdoc />
    public IValidationClips Validation { get; }

    /// <summary>Reads photographs and speech into memory and opens clips, whose frames are decoded first where that hasn't been done.</summary>
    /// <exception cref="SourceException">A picture, clip or recording cannot be read.</exception>
    /// <exception cref="InvalidDataException">A folder's tables are wrong, or a clip that is learned has hardly any fixations.</exception>
    public static async Task<GazeData> LoadAsync(TrainingConfig config, ILogger log, CancellationToken cancellationToken)
    {
        var data = config.Data;
        var skipBad = data.BadPicture == BadPicture.Skip;
        var speech = data.Speech is { } folder ? await SpeechLibrary.LoadAsync(folder, cancellationToken).ConfigureAwait(false) : null;
        var learnsClips = config.Stages.Any(stage => stage.Mix.Clips > 0);
        var clips = await ClipsAsync(config, data.Train, learnsClips, cancellationToken).ConfigureAwait(false);
        var validation = await ClipsAsync(config, data.Validate, areLearned: false, cancellationToken).ConfigureAwait(false);
        var learnsPhotographs = config.Stages.Any(stage => stage.Mix.NeedsPhotographs);
        return new GazeData(config, Stills(data.Train, learnsPhotographs), clips, speech, Stills(data.Validate, isAsked: true), validation);

        IReadOnlyList<StillPicture> Stills(string split, bool isAsked) =>
            isAsked && data.Gaze is { } gaze ? StillLibrary.Load(gaze, split, skipBad, log) : [];
    }

    /// <inheritdoc />
    public IExampleSource Examples(StageConfig stage, int seed)
    {
        var counts = ExampleMix.Divide(stage.Batch, stage.Mix.Shares);
        var strangers = stage.Audiovisual ? new StrangeAudio(StrangeShare, _speech) : null;
        // No speech that belongs to nobody: faces that talk in silent clips would teach not to listen.
        var clipStrangers = stage.Audiovisual ? new StrangeAudio(StrangeShare, speech: null) : null;
        IReadOnlyList<Func<IExampleSource>> kinds =
        [
            () => new PhotographExamples(_pictures, stage.Augmentation, stage.Frames, strangers, seed),
            () => new ClipExamples(_clips, stage.Augmentation, stage.Frames, clipStrangers, seed),
            () => new SceneExamples(new SceneDirector([.. _pictures.Select(still => still.Picture)]), stage.Mix, stage.Frames, seed),
            () => new TalkExamples(new TalkDirector(_faces.Value, _speech!), stage.Augmentation, stage.Frames, seed),
        ];
        return new ExampleMix([.. kinds.Zip(counts).Where(kind => kind.Second > 0).Select(kind => (kind.First(), kind.Second))]);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var clip in _clips.Concat(_validation)) clip.Dispose();
    }

    private static async Task<IReadOnlyList<LibraryClip>> ClipsAsync(
        TrainingConfig config, string split, bool areLearned, CancellationToken cancellationToken)
    {
        if (config.Data.Clips is not { } folder) return [];
        var cache = Path.Combine(config.Output, "frames");
        return await ClipLibrary.OpenAsync(folder, split, cache, areLearned, cancellationToken).ConfigureAwait(false);
    }
}
