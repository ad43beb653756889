namespace StavisLive.Evaluation.Datasets.GazeClips;

/// <summary>A folder of clips with human fixations.</summary>
/// <remarks>
/// <c>clips/NAME.mp4</c> (or .mkv, .mov, .avi, .webm); <c>fixations.csv</c> with the columns clip, x and y and either frame (from 0) or time
/// (seconds from the first frame on; with duration_ms where fixations last); and, where the clips are divided, <c>clips.csv</c> with the
/// columns clip and split.
/// </remarks>
public static class GazeClipFolder
{
    private static readonly GazeListing Listing = new("clip", "clip", "clips", [".mp4", ".mkv", ".mov", ".avi", ".webm"]);

    /// <summary>Whether a folder's fixations belong to clips rather than to pictures.</summary>
    /// <exception cref="IOException">There is no table of fixations.</exception>
    public static bool HoldsClips(string folder) => CsvTable.Read(FixationsOf(folder), "x", "y").Has("clip");

    /// <summary>The clips of a folder in the order of their names.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="split">Only those of one split; null: all.</param>
    /// <exception cref="InvalidDataException">A row that is wrong, a clip without file, or nothing in this split.</exception>
    /// <exception cref="IOException">A table cannot be read.</exception>
    public static IReadOnlyList<GazeClip> Read(string folder, string? split = null) => Listing.Read(
        folder, split, ReadFixations(FixationsOf(folder)), (name, file, of, looks) => new GazeClip(name, file, of, looks));

    private static string FixationsOf(string folder) => Path.Combine(folder, "fixations.csv");

    private static Dictionary<string, List<ClipFixation>> ReadFixations(string path)
    {
        var table = CsvTable.Read(path, "clip", "x", "y");
        if (table.Has("frame") == table.Has("time"))
            throw new InvalidDataException($"{path}, line 1: fixations of clips have a column \"frame\" or a column \"time\", one of them.");
        var byFrame = table.Has("frame");
        var hasDuration = !byFrame && table.Has("duration_ms");
        return Listing.ReadFixations(table, row =>
        {
            var fixation = new ClipFixation(
                row.Number("x"),
                row.Number("y"),
                byFrame ? row.Integer("frame") : null,
                byFrame ? 0 : row.PreciseNumber("time"),
                hasDuration ? row.PreciseNumber("duration_ms") / 1000 : 0);
            return (fixation, fixation.X, fixation.Y);
        });
    }
}
