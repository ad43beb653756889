using System.Globalization;
using StavisLive.Evaluation.Datasets;

namespace StavisLive.Evaluation.Foveation;

/// <summary>Recorded gaze of a clip: columns <c>observer</c>, <c>time</c> (seconds) or <c>frame</c>, <c>x</c>, <c>y</c>, and perhaps <c>duration_ms</c>.</summary>
public sealed class GazeTable
{
    // Without a duration a place holds until the observer's next, but no longer than a long fixation does.
    private const double LongestHold = 0.5;

    private GazeTable(IReadOnlyList<GazeRow> rows) => Rows = rows;

    /// <summary>Every place on a picture of the clip.</summary>
    internal IReadOnlyList<GazeRow> Rows { get; }

    /// <summary>How many people looked.</summary>
    public int Observers => Rows.Select(row => row.Observer).Distinct().Count();

    /// <summary>Reads a table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="frameRate">Pictures per second of the clip.</param>
    /// <param name="count">Pictures of the clip.</param>
    /// <exception cref="InvalidDataException">A column is missing, a row is wrong (the message names the line), or nobody looked at the clip.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static GazeTable Read(string path, double frameRate, int count)
    {
        var table = CsvTable.Read(path, "observer", "x", "y");
        if (!table.Has("time") && !table.Has("frame")) throw new InvalidDataException($"{path}, line 1: there is neither a column \"time\" nor a column \"frame\".");
        var rows = table.Rows.Select(row => Read(table, row, frameRate)).ToList();
        var onPicture = rows.GroupBy(row => row.Observer)
            .SelectMany(observer => WithEnds([.. observer.OrderBy(row => row.Begin)]))
            .Where(row => row.X is >= 0 and < 1 && row.Y is >= 0 and < 1)
            .ToList();
        if (onPicture.Count == 0) throw new InvalidDataException($"{path} has no gaze on the picture: x and y are 0 to 1.");
        var duringClip = onPicture.Where(row => row.Pictures(frameRate) is var (first, last) && last >= 0 && first < count).ToList();
        return duringClip.Count > 0 ? new GazeTable(duringClip) : throw new InvalidDataException(string.Create(
            CultureInfo.InvariantCulture, $"{path} has no gaze during the clip, of which {count / frameRate:0.##} s are compared ({count} pictures)."));
    }

    /// <summary>The gaze of the observer of whom there is most, alone.</summary>
    public GazeTable OfOneObserver() => new([.. Rows.GroupBy(row => row.Observer).OrderByDescending(observer => observer.Count()).ThenBy(observer => observer.Key, StringComparer.Ordinal).First()]);

    private static GazeRow Read(CsvTable table, CsvRow row, double frameRate)
    {
        var begin = table.Has("time") ? row.PreciseNumber("time") : row.PreciseNumber("frame") / frameRate;
        var end = table.Has("duration_ms") ? begin + row.PreciseNumber("duration_ms") / 1000 : double.NaN;
        return new GazeRow(row.Text("observer"), row.PreciseNumber("x"), row.PreciseNumber("y"), begin, end);
    }

    private static IEnumerable<GazeRow> WithEnds(IReadOnlyList<GazeRow> rows) => rows.Select((row, index) => double.IsNaN(row.End)
        ? row with { End = Math.Min(row.Begin + LongestHold, index + 1 < rows.Count ? rows[index + 1].Begin : double.PositiveInfinity) }
        : row);
}
