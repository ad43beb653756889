namespace StavisLive.Core.Synchronization;

/// <summary>How far sounds lie from the flashes that they belong to.</summary>
/// <param name="Flashes">Flashes seen.</param>
/// <param name="Sounds">Beeps or claps heard.</param>
/// <param name="Pairs">Of them those that belong together.</param>
/// <param name="OffsetMilliseconds">Median of how much later the sounds are; negative: earlier.</param>
/// <param name="SpreadMilliseconds">Median distance of the pairs from that.</param>
/// <param name="DriftPpm">How the offset grows, in microseconds per second; null where the pairs span less than a minute.</param>
public sealed record SyncMeasurement(int Flashes, int Sounds, int Pairs, double OffsetMilliseconds, double SpreadMilliseconds, double? DriftPpm)
{
    // Beyond this nobody would take them for one event; a network camera's pictures are up to two seconds late.
    private const double Farthest = 3;

    // Pairs lie that near to each other's offset: pictures come every 33 to 100 ms, and show a flash that begins between them late.
    private const double Scatter = 0.06;

    // Events at a regular pace fit themselves nearly as well a period later; the nearest fit is meant.
    private const double NearlyAsMany = 0.8;

    private const double DriftSpan = 60;
    private const int DriftPairs = 10;

    /// <summary>Pairs flashes and sounds, by the shift at which most of them meet.</summary>
    /// <param name="flashes">Seconds, in order.</param>
    /// <param name="sounds">Seconds, in order.</param>
    /// <returns>Null where less than half of them meet at any shift.</returns>
    public static SyncMeasurement? Of(double[] flashes, double[] sounds)
    {
        var pairs = PairsAt(flashes, sounds, Shift(flashes, sounds));
        if (pairs.Count == 0 || pairs.Count * 2 < Math.Min(flashes.Length, sounds.Length)) return null;
        var offset = Median(pairs.Select(pair => pair.Offset));
        var spread = Median(pairs.Select(pair => Math.Abs(pair.Offset - offset)));
        return new SyncMeasurement(flashes.Length, sounds.Length, pairs.Count, offset * 1000, spread * 1000, Drift(pairs));
    }

    private static double Shift(double[] flashes, double[] sounds)
    {
        var differences = (from flash in flashes from audio in sounds let difference = audio - flash where Math.Abs(difference) <= Farthest select difference).ToList();
        var candidates = differences.ConvertAll(shift => (Shift: shift, Count: PairsAt(flashes, sounds, shift).Count));
        var most = candidates.Select(candidate => candidate.Count).DefaultIfEmpty().Max();
        return candidates.Where(candidate => candidate.Count >= NearlyAsMany * most).Select(candidate => candidate.Shift).DefaultIfEmpty().MinBy(Math.Abs);
    }

    private static List<(double Time, double Offset)> PairsAt(double[] flashes, double[] sounds, double shift)
    {
        var pairs = new List<(double, double)>();
        foreach (var flash in flashes)
        {
            var nearest = Nearest(sounds, flash + shift);
            if (Math.Abs(nearest - flash - shift) <= Scatter) pairs.Add((flash, nearest - flash));
        }
        return pairs;
    }

    private static double Nearest(double[] sorted, double wanted)
    {
        var after = Array.BinarySearch(sorted, wanted);
        if (after >= 0) return wanted;
        after = ~after;
        var (low, high) = (after > 0 ? sorted[after - 1] : double.NegativeInfinity, after < sorted.Length ? sorted[after] : double.PositiveInfinity);
        return wanted - low < high - wanted ? low : high;
    }

    // Theil and Sen: the median slope of all pairs of pairs is not bent by a wrong one.
    private static double? Drift(List<(double Time, double Offset)> pairs)
    {
        if (pairs.Count < DriftPairs || pairs[^1].Time - pairs[0].Time < DriftSpan) return null;
        return 1e6 * Median(
            from one in pairs from other in pairs where other.Time > one.Time select (other.Offset - one.Offset) / (other.Time - one.Time));
    }

    private static double Median(IEnumerable<double> numbers) => Quantile.Of(numbers, 0.5);
}
