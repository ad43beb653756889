using Microsoft.Extensions.Logging;
using StavisLive.Core.Sources;
using StavisLive.Evaluation.Datasets.Published;
using StavisLive.Training.Configuration;
using StavisLive.Training.Examples;
using StavisLive.Training.Examples.Published;
using StavisLive.Training.Trainer.Validation;

namespace StavisLive.Training.Trainer;

/// <summary>Videos in the published layout. Frames stay on disk, audio is kept in memory.</summary>
internal sealed class VideoData : ITrainingData
{
    private readonly IReadOnlyList<VideoSegment> _segments;
    private readonly AudioLibrary? _sounds;
    private readonly bool _skipBad;
    private readonly ILogger _log;

    private VideoData(IReadOnlyList<VideoSegment> segments, IReadOnlyList<(string Group, VideoSegment Segment)> validation, AudioLibrary? sounds, bool skipBad, ILogger log)
    {
        (_segments, _sounds, _skipBad, _log) = (segments, sounds, skipBad, log);
        Validation = new VideoClips(validation, sounds, skipBad, log);
    }

    /// <inheritdoc />
    public IValidationClips Validation { get; }

    /// <summary>Finds the videos of the configured lists and reads their audio if a stage listens.</summary>
    /// <exception cref="InvalidDataException">A list is wrong, or files are missing; the message names them.</exception>
    /// <exception cref="SourceException">A audio cannot be decoded.</exception>
    public static async Task<VideoData> LoadAsync(TrainingConfig config, ILogger log, CancellationToken cancellationToken)
    {
        var published = config.Data.Published!;
        var training = published.Train.SelectMany(list => Segments(published.Root!, list)).ToList();
        var validation = published.Validate.SelectMany(list => Segments(published.Root!, list)).ToList();
        var sounds = config.Stages.Any(stage => stage.Audiovisual)
            ? await AudioLibrary.LoadAsync(training.Concat(validation).Select(entry => entry.Segment.Video).Distinct(), cancellationToken).ConfigureAwait(false)
            : null;
        return new VideoData([.. training.Select(entry => entry.Segment)], validation, sounds, config.Data.BadPicture == BadPicture.Skip, log);
    }

    /// <inheritdoc />
    public IExampleSource Examples(StageConfig stage, int seed) =>
        new VideoExamples(_segments, stage.Audiovisual ? _sounds : null, stage.Augmentation, stage.Frames, _skipBad, seed, _log);

    /// <inheritdoc />
    public void Dispose()
    {
        // Files are opened for a crop and closed again.
    }

    private static IEnumerable<(string Group, VideoSegment Segment)> Segments(string root, string name)
    {
        var list = Path.Combine(root, name); // a whole path stays what it is
        var folders = PublishedFolders.Of(root, list);
        var group = Path.GetFileName(folders.Frames);
        return PublishedList.Read(folders, list).SelectMany(VideoSegment.Of).Select(segment => (group, segment));
    }
}
