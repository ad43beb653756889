using System.Globalization;

namespace StavisLive.Cluster.Tests;

/// <summary>What nodes have written down of when streams ran.</summary>
internal sealed class RunJournal : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stavis-journal-");

    /// <summary>A new file for a node's run.</summary>
    public string FileFor(string node) => Path.Combine(_folder.FullName, $"{node}-{Guid.NewGuid():N}.journal");

    /// <summary>Every run so far.</summary>
    public IReadOnlyList<StreamRun> Read()
    {
        var (runs, lives) = (new Dictionary<(string, string, long), StreamRun>(), new Dictionary<string, double>());
        foreach (var line in _folder.GetFiles("*.journal").SelectMany(file => ReadLines(file.FullName)))
        {
            if (line.Split('\t') is not [var time, var node, var what, var stream, var number]) continue;
            var (at, epoch) = (double.Parse(time, CultureInfo.InvariantCulture), long.Parse(number, CultureInfo.InvariantCulture));
            var key = (node, stream, epoch);
            lives[node] = Math.Max(at, lives.GetValueOrDefault(node));
            if (what == "starts") runs.TryAdd(key, new StreamRun(node, stream, epoch, at, at, IsOver: false));
            if (what == "stops" && runs.TryGetValue(key, out var run)) runs[key] = run with { End = at, IsOver = true };
        }
        return [.. runs.Values.Select(run => run.IsOver ? run : run with { End = lives[run.Node] }).OrderBy(run => run.Start)];
    }

    /// <summary>Messages that nodes have sent to each other so far.</summary>
    public long Messages() => _folder.GetFiles("*.journal").Sum(file => ReadLines(file.FullName)
        .Select(line => line.Split('\t')).Where(parts => parts is [_, _, "messages", _, _]).Select(parts => long.Parse(parts[4], CultureInfo.InvariantCulture)).DefaultIfEmpty().Max());

    /// <summary>The longest time in milliseconds that a stream ran twice.</summary>
    public double LongestOverlap() => Read().GroupBy(run => run.Stream).Select(stream => Overlap([.. stream])).DefaultIfEmpty().Max();

    /// <inheritdoc />
    public void Dispose() => _folder.Delete(recursive: true);

    // Ordered by their starts.
    private static double Overlap(IReadOnlyList<StreamRun> runs)
    {
        var (overlap, end) = (0.0, double.MinValue);
        foreach (var run in runs)
        {
            overlap = Math.Max(overlap, Math.Min(end, run.End) - run.Start);
            end = Math.Max(end, run.End);
        }
        return overlap;
    }

    // A line may be half written.
    private static IEnumerable<string> ReadLines(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n')[..^1];
    }
}
