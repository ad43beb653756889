namespace StavisLive.Training.Datasets.GazeClips;

/// <summary>A folder of clips with human fixations.</summary>
/// <remarks>
/// <c>clips/NAME.mp4</c> (or .mkv, .mov, .avi, .webm); <c>fixations.csv</c> with the columns clip, x and y and either frame (from 0) or time
/// (seconds from the first frame on; with duration_ms where fixations last); and, where the clips are divided, <c>clips.csv</c> with the
/// columns clip and split.
/// </remarks>
public static class GazeClipFolder
{
    private static readonly string[] Extensions = [".mp4", ".mkv", ".mov", ".avi", ".webm"];

    /// <summary>Whether a folder's fixations belong to clips rather than to pictures.</summary>
    /// <exception cref="IOException">There is no table of fixations.</exception>
    public static bool HoldsClips(string folder) => CsvTable.Read(FixationsOf(folder), "x", "y").Has("clip");

    /// <summary>The clips of a folder in the order of their names.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="split">Only those of one split; null: all.</param>
    /// <exception cref="InvalidDataException">A row that is wrong, a clip without file, or nothing in this split.</exception>
    /// <exception cref="IOException">A table cannot be read.</exception>
    public static IReadOnlyList<GazeClip> Read(string folder, string? split = null)
    {
        var fixations = ReadFixations(FixationsOf(folder));
        var splits = ReadSplits(Path.Combine(folder, "clips.csv"), fixations.Keys);
        var clips = splits
            .Where(entry => split is null || entry.Value == split)
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => new GazeClip(entry.Key, FileOf(folder, entry.Key), entry.Value, fixations.GetValueOrDefault(entry.Key) ?? []))
            .ToList();
        if (clips.Count > 0) return clips;
        throw new InvalidDataException(split is null
            ? $"{folder} holds no clip."
            : $"{folder} has no split \"{split}\"; it has {string.Join(", ", splits.Values.Distinct().Order().Select(name => $"\"{name}\""))}.");
    }

    private static string FixationsOf(string folder) => Path.Combine(folder, "fixations.csv");

    private static Dictionary<string, List<ClipFixation>> ReadFixations(string path)
    {
        var table = CsvTable.Read(path, "clip", "x", "y");
        if (table.Has("frame") == table.Has("time"))
            throw new InvalidDataException($"{path}, line 1: fixations of clips have a column \"frame\" or a column \"time\", one of them.");
        var byFrame = table.Has("frame");
        var hasDuration = !byFrame && table.Has("duration_ms");

        var fixations = new Dictionary<string, List<ClipFixation>>();
        foreach (var row in table.Rows)
        {
            var fixation = new ClipFixation(
                row.Number("x"),
                row.Number("y"),
                byFrame ? row.Integer("frame") : null,
                byFrame ? 0 : row.PreciseNumber("time"),
                hasDuration ? row.PreciseNumber("duration_ms") / 1000 : 0);
            var name = row.Text("clip");
            if (!fixations.TryGetValue(name, out var list)) fixations[name] = list = [];
            // Eye trackers report glances beside the picture too; they say nothing about it.
            if (fixation is { X: >= 0 and < 1, Y: >= 0 and < 1 }) list.Add(fixation);
        }
        return fixations;
    }

    private static Dictionary<string, string> ReadSplits(string path, IEnumerable<string> names)
    {
        if (!File.Exists(path)) return names.ToDictionary(name => name, _ => "");
        var splits = new Dictionary<string, string>();
        foreach (var row in CsvTable.Read(path, "clip", "split").Rows)
        {
            if (!splits.TryAdd(row.Text("clip"), row.Text("split"))) throw row.Wrong("clip", "new: the clip is listed twice");
        }
        return splits;
    }

    private static string FileOf(string folder, string name)
    {
        foreach (var extension in Extensions)
        {
            var path = Path.Combine(folder, "clips", name + extension);
            if (File.Exists(path)) return path;
        }
        throw new InvalidDataException($"The clip {name} is listed in {folder}, but there is no file clips/{name} with one of {string.Join(", ", Extensions)}.");
    }
}
