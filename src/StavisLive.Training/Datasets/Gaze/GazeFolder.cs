namespace StavisLive.Training.Datasets.Gaze;

/// <summary>A folder of pictures with human fixations.</summary>
/// <remarks>
/// <c>images/NAME.jpg</c> (or .png); <c>fixations.csv</c> with the columns image, observer, order, x, y and duration_ms; and,
/// where the pictures are divided, <c>images.csv</c> with the columns image and split.
/// </remarks>
public static class GazeFolder
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png"];

    /// <summary>The pictures of a folder in the order of their names.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="split">Only those of one split; null: all.</param>
    /// <exception cref="InvalidDataException">A row that is wrong, a picture without file, or nothing in this split.</exception>
    /// <exception cref="IOException">A table cannot be read.</exception>
    public static IReadOnlyList<GazeImage> Read(string folder, string? split = null)
    {
        var fixations = ReadFixations(Path.Combine(folder, "fixations.csv"));
        var splits = ReadSplits(Path.Combine(folder, "images.csv"), fixations.Keys);
        var images = splits
            .Where(entry => split is null || entry.Value == split)
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => new GazeImage(entry.Key, FileOf(folder, entry.Key), entry.Value, fixations.GetValueOrDefault(entry.Key) ?? []))
            .ToList();
        if (images.Count > 0) return images;
        throw new InvalidDataException(split is null
            ? $"{folder} holds no picture."
            : $"{folder} has no split \"{split}\"; it has {string.Join(", ", splits.Values.Distinct().Order().Select(name => $"\"{name}\""))}.");
    }

    private static Dictionary<string, List<Fixation>> ReadFixations(string path)
    {
        var table = CsvTable.Read(path, "image", "observer", "order", "x", "y", "duration_ms");
        var fixations = new Dictionary<string, List<Fixation>>();
        foreach (var row in table.Rows)
        {
            var fixation = new Fixation(
                row.Integer("observer"), row.Integer("order"), row.Number("x"), row.Number("y"), row.Integer("duration_ms"));
            var name = row.Text("image");
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
        foreach (var row in CsvTable.Read(path, "image", "split").Rows)
        {
            if (!splits.TryAdd(row.Text("image"), row.Text("split"))) throw row.Wrong("image", "new: the picture is listed twice");
        }
        return splits;
    }

    private static string FileOf(string folder, string name)
    {
        foreach (var extension in Extensions)
        {
            var path = Path.Combine(folder, "images", name + extension);
            if (File.Exists(path)) return path;
        }
        throw new InvalidDataException($"The picture {name} is listed in {folder}, but there is no file images/{name} with one of {string.Join(", ", Extensions)}.");
    }
}
