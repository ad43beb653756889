using StavisLive.Evaluation.Datasets.Published.Matlab;

namespace StavisLive.Evaluation.Datasets.Published;

/// <summary>One video of a published data set: where its frames, audio and annotations lie. Frames count from 1, as in the files.</summary>
public sealed class PublishedVideo
{
    private const string FixationVariable = "eyeMap";

    private readonly string _frames;
    private readonly string _annotations;
    private readonly string _audio;

    /// <summary>The video of an entry of a list; nothing is read yet.</summary>
    public PublishedVideo(PublishedFolders folders, FoldEntry entry)
    {
        Entry = entry;
        _frames = Path.Combine(folders.Frames, entry.Name);
        _annotations = Path.Combine(folders.Annotations, entry.Name);
        _audio = Path.Combine(folders.Audio, entry.Name, entry.Name + ".wav");
    }

    /// <summary>Its line in the list.</summary>
    public FoldEntry Entry { get; }

    /// <summary>The audio file; null where there is none.</summary>
    public string? Audio => File.Exists(_audio) ? _audio : null;

    /// <summary>A frame's picture.</summary>
    public string Frame(int number) => Path.Combine(_frames, $"img_{number:00000}.jpg");

    /// <summary>A frame's density.</summary>
    public string Density(int number) => Path.Combine(_annotations, "maps", $"eyeMap_{number:00000}.jpg");

    /// <summary>A frame's fixations.</summary>
    internal string Fixations(int number) => Path.Combine(_annotations, $"fixMap_{number:00000}.mat");

    /// <summary>Reads a frame's fixations: more than 0 where somebody looked.</summary>
    /// <exception cref="InvalidDataException">The file is missing, damaged or holds something else; the message names it.</exception>
    public MatArray ReadFixations(int number) => MatFile.Read(Fixations(number), FixationVariable);

    /// <summary>What is missing or does not fit the list, each in a sentence; what is only odd does not count.</summary>
    internal IEnumerable<string> Problems()
    {
        foreach (var folder in new[] { _frames, _annotations })
        {
            if (!Directory.Exists(folder)) yield return $"There is no folder {folder} for the video {Entry.Name}.";
        }
        if (!Directory.Exists(_frames) || !Directory.Exists(_annotations)) yield break;
        foreach (var (file, what) in new (Func<int, string>, string)[] { (Frame, "frames"), (Density, "density maps"), (Fixations, "fixation maps") })
        {
            var missing = Enumerable.Range(1, Entry.Frames).Where(number => !File.Exists(file(number))).ToList();
            if (missing.Count > 0) yield return $"{Entry.Name} is listed with {Entry.Frames} frames, but {missing.Count} of its {what} are missing, the first of them {file(missing[0])}.";
        }
    }

    /// <summary>Frames on disk beyond those that the list counts.</summary>
    internal bool HasMoreFrames => File.Exists(Frame(Entry.Frames + 1));
}
