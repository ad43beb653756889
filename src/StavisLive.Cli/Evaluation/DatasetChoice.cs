using Microsoft.Extensions.Logging;
using StavisLive.Evaluation.Datasets.Published;
using StavisLive.Evaluation.Sets;

namespace StavisLive.Cli.Evaluation;

/// <summary>The data set that a command line names. A list makes it a published one, otherwise it is a gaze folder.</summary>
internal sealed record DatasetChoice
{
    private const string AllSplits = "all";
    private const string DefaultSplit = "val";

    public required string? Folder { get; init; }

    public required string? List { get; init; }

    public required string? TrainingList { get; init; }

    public required string? Frames { get; init; }

    public required string? Audio { get; init; }

    public required string? Annotations { get; init; }

    public required bool LastVideoSilent { get; init; }

    public required string? Split { get; init; }

    /// <summary>What cannot be meant, each in a sentence.</summary>
    public IEnumerable<string> Problems()
    {
        if (List is null)
        {
            if (Folder is null)
                yield return "Nothing to evaluate: give a gaze folder, or a published data set's root with --list.";
            else if (!File.Exists(Path.Combine(Folder, "fixations.csv")))
                yield return $"{Folder} holds no fixations.csv, so it is no gaze folder; for a published data set give --list too.";
            if (TrainingList is not null || Frames is not null || Audio is not null || Annotations is not null || LastVideoSilent)
                yield return "--train-list, --frames, --audio, --annotations and --last-video-silent belong to published data sets: give --list too.";
        }
        else
        {
            if (Split is not null) yield return "--split is for gaze folders; of a published data set the list says what is evaluated.";
            if (Folder is null && (Frames is null || Audio is null || Annotations is null))
                yield return "--list needs the data set's root, or --frames, --audio and --annotations.";
        }
    }

    /// <summary>Opens it.</summary>
    /// <param name="seed">Makes random choices repeatable.</param>
    /// <param name="logs">Receives warnings about damaged files.</param>
    /// <exception cref="InvalidDataException">It is not as it should be.</exception>
    public EvaluationSet Open(int seed, ILoggerFactory logs)
    {
        if (List is not { } list) return GazeSet.Open(Folder!, Split switch { AllSplits => null, null => DefaultSplitOf(Folder!), _ => Split }, seed, logs);
        var folders = Frames is { } frames && Audio is { } audio && Annotations is { } annotations
            ? new PublishedFolders(frames, audio, annotations)
            : Overlaid(PublishedFolders.Of(Folder!, list));
        return PublishedSet.Open(folders, list, TrainingList, LastVideoSilent);
    }

    private PublishedFolders Overlaid(PublishedFolders folders) =>
        new(Frames ?? folders.Frames, Audio ?? folders.Audio, Annotations ?? folders.Annotations);

    // A folder that is not divided is evaluated whole.
    private static string? DefaultSplitOf(string folder) =>
        new[] { "images.csv", "clips.csv" }.Any(table => File.Exists(Path.Combine(folder, table))) ? DefaultSplit : null;
}
