namespace StavisLive.Evaluation.Datasets;

/// <summary>How a folder with human fixations lists what was looked at: pictures or clips.</summary>
/// <param name="Noun">What one is called, which is also said to people: <c>picture</c>.</param>
/// <param name="Column">The column of the tables that names it: <c>image</c>.</param>
/// <param name="Kind">The folder of its files, and the name of the table of splits: <c>images</c>.</param>
/// <param name="Extensions">What its files may end in, the most likely first.</param>
internal sealed record GazeListing(string Noun, string Column, string Kind, IReadOnlyList<string> Extensions)
{
    /// <summary>All that a folder lists, in the order of their names.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="split">Only those of one split; null: all.</param>
    /// <param name="fixations">The fixations by name.</param>
    /// <param name="make">Makes one of its name, file, split and fixations.</param>
    /// <exception cref="InvalidDataException">A row that is wrong, a name without file, or nothing in this split.</exception>
    public IReadOnlyList<TItem> Read<TFixation, TItem>(
        string folder,
        string? split,
        Dictionary<string, List<TFixation>> fixations,
        Func<string, string, string, IReadOnlyList<TFixation>, TItem> make)
    {
        var splits = ReadSplits(Path.Combine(folder, Kind + ".csv"), fixations.Keys);
        var items = splits
            .Where(entry => split is null || entry.Value == split)
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => make(entry.Key, FileOf(folder, entry.Key), entry.Value, fixations.GetValueOrDefault(entry.Key) ?? []))
            .ToList();
        if (items.Count > 0) return items;
        throw new InvalidDataException(split is null
            ? $"{folder} holds no {Noun}."
            : $"{folder} has no split \"{split}\"; it has {string.Join(", ", splits.Values.Distinct().Order().Select(name => $"\"{name}\""))}.");
    }

    /// <summary>A table's fixations by what was looked at; names whose fixations all lie beside the picture keep an empty list.</summary>
    /// <param name="table">The table.</param>
    /// <param name="read">Reads one row: the fixation, and where in the picture it lies (0..1).</param>
    public Dictionary<string, List<TFixation>> ReadFixations<TFixation>(CsvTable table, Func<CsvRow, (TFixation Fixation, double X, double Y)> read)
    {
        var fixations = new Dictionary<string, List<TFixation>>();
        foreach (var row in table.Rows)
        {
            var (fixation, x, y) = read(row);
            var name = row.Text(Column);
            if (!fixations.TryGetValue(name, out var list)) fixations[name] = list = [];
            // Eye trackers report glances beside the picture too; they say nothing about it.
            if (x is >= 0 and < 1 && y is >= 0 and < 1) list.Add(fixation);
        }
        return fixations;
    }

    private Dictionary<string, string> ReadSplits(string path, IEnumerable<string> names)
    {
        if (!File.Exists(path)) return names.ToDictionary(name => name, _ => "");
        var splits = new Dictionary<string, string>();
        foreach (var row in CsvTable.Read(path, Column, "split").Rows)
        {
            if (!splits.TryAdd(row.Text(Column), row.Text("split"))) throw row.Wrong(Column, $"new: the {Noun} is listed twice");
        }
        return splits;
    }

    private string FileOf(string folder, string name)
    {
        foreach (var extension in Extensions)
        {
            var path = Path.Combine(folder, Kind, name + extension);
            if (File.Exists(path)) return path;
        }
        throw new InvalidDataException(
            $"The {Noun} {name} is listed in {folder}, but there is no file {Kind}/{name} with one of {string.Join(", ", Extensions)}.");
    }
}
