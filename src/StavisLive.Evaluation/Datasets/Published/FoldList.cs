using System.Globalization;

namespace StavisLive.Evaluation.Datasets.Published;

/// <summary>Reads the lists that say which videos are trained on and which are tested: <c>name frames fps</c> a line.</summary>
public static class FoldList
{
    /// <summary>Reads a list.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">A line is not as it should be, or there is none.</exception>
    public static IReadOnlyList<FoldEntry> Read(string path)
    {
        var entries = new List<FoldEntry>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.AsSpan().Trim().IsEmpty) continue;
            if (line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is not [var name, var frames, var rate]
                || !int.TryParse(frames, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                || !double.TryParse(rate, NumberStyles.Float, CultureInfo.InvariantCulture, out var fps)
                || count < 1 || !(fps is > 0 and < 1000))
            {
                throw new InvalidDataException($"{path}, line {number}: \"{line.Trim()}\" is not \"name frames fps\".");
            }
            if (entries.Any(entry => entry.Name == name)) throw new InvalidDataException($"{path}, line {number}: {name} is listed twice.");
            entries.Add(new FoldEntry(name, count, fps));
        }
        return entries.Count > 0 ? entries : throw new InvalidDataException($"{path} lists no video.");
    }
}
