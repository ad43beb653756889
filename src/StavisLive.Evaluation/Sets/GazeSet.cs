using Microsoft.Extensions.Logging;
using StavisLive.Evaluation.Clips;
using StavisLive.Evaluation.Datasets.Gaze;
using StavisLive.Evaluation.Datasets.GazeClips;
using StavisLive.Media.Sources.Files;
using StavisLive.Media.Sources.Stills;

namespace StavisLive.Evaluation.Sets;

/// <summary>Folders of pictures or clips with a table of fixations (<see cref="GazeFolder"/>, <see cref="GazeClipFolder"/>).</summary>
public static class GazeSet
{
    private const string TrainingSplit = "train";

    /// <summary>Opens a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="split">Only pictures or clips of one split; null: all.</param>
    /// <param name="seed">Chooses the pictures whose fixations the shuffled AUC compares with.</param>
    /// <param name="logs">Receives warnings about damaged files.</param>
    /// <exception cref="InvalidDataException">A table is wrong, a file missing, or nothing in the split.</exception>
    /// <exception cref="IOException">A table cannot be read.</exception>
    public static EvaluationSet Open(string folder, string? split, int seed, ILoggerFactory logs)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return GazeClipFolder.HoldsClips(folder) ? OfClips(folder, name, split, logs) : OfStills(folder, name, split, seed, logs);
    }

    private static EvaluationSet OfStills(string folder, string name, string? split, int seed, ILoggerFactory logs)
    {
        var images = GazeFolder.Read(folder, split);
        var training = GazeFolder.Read(folder).Where(image => image.Split == TrainingSplit).Select(image => image.Fixations).ToList();
        var clip = new StillsClip(name, images, seed, logs.CreateLogger<ImageSource>());
        return new EvaluationSet(name, [clip], MeanMap.BaselineOf(MeanGaze.Of(training)), Notices(split, training.Count));
    }

    private static EvaluationSet OfClips(string folder, string name, string? split, ILoggerFactory logs)
    {
        var clips = GazeClipFolder.Read(folder, split);
        var several = clips.Select(clip => clip.Group).Distinct().Count() > 1;
        var log = logs.CreateLogger<FileSource>();
        var training = GazeClipFolder.Read(folder).Where(clip => clip.Split == TrainingSplit)
            .Select(clip => (IReadOnlyList<Fixation>)[.. clip.Fixations.Select(fixation => new Fixation(0, 0, fixation.X, fixation.Y, 0))])
            .ToList();
        return new EvaluationSet(
            name, [.. clips.Select(clip => new GazeVideoClip(clip, several ? clip.Group : "", log))], MeanMap.BaselineOf(MeanGaze.Of(training)), Notices(split, training.Count));
    }

    private static IReadOnlyList<string> Notices(string? split, int training)
    {
        if (training == 0) return [$"There is no split \"{TrainingSplit}\", so the training set's mean map is not among the baselines."];
        return split is null or TrainingSplit ? ["The training set's mean map has seen what it is scored on."] : [];
    }
}
