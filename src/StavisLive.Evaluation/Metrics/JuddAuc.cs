namespace StavisLive.Evaluation.Metrics;

/// <summary>AUC-Judd: fixated pixels against all others. Recycles its tables; not thread-safe.</summary>
/// <remarks>
/// Definition: the MIT saliency benchmark's AUC_Judd.m without its jitter. Thresholds are the map's values at fixations; at
/// the i-th highest i of n fixations are hits, and of the other pixels those at or above it, less i, are false alarms.
/// </remarks>
internal sealed class JuddAuc
{
    // Slices of the map's range. Far more than thresholds, so that nearly every pixel finds its place without a search.
    private const int Slices = 1 << 12;

    private readonly int[] _sliceBegins = new int[Slices + 2];
    private double[] _values = [];
    private double[] _thresholds = [];
    private int[] _pixelsAt = [];

    /// <summary>The area; NaN for a flat map, or where no pixel or every pixel is fixated.</summary>
    public double Score(ReadOnlySpan<double> map, MapStatistics statistics, ReadOnlySpan<int> fixated)
    {
        if (statistics.IsFlat || fixated.IsEmpty || fixated.Length == map.Length) return double.NaN;
        Reserve(fixated.Length);
        var values = _values.AsSpan(0, fixated.Length);
        for (var i = 0; i < values.Length; i++) values[i] = map[fixated[i]];
        values.Sort();

        var thresholds = _thresholds.AsSpan(0, Distinct(values, _thresholds));
        CountPixels(map, statistics, thresholds);
        return Area(values, thresholds, map.Length - fixated.Length);
    }

    private void Reserve(int fixations)
    {
        if (_values.Length >= fixations) return;
        _values = new double[fixations];
        _thresholds = new double[fixations];
        _pixelsAt = new int[fixations + 1];
    }

    private static int Distinct(ReadOnlySpan<double> sorted, Span<double> distinct)
    {
        var count = 0;
        foreach (var value in sorted)
        {
            if (count == 0 || value != distinct[count - 1]) distinct[count++] = value;
        }
        return count;
    }

    /// <summary>Fills <see cref="_pixelsAt"/>: at k the pixels that reach exactly k thresholds.</summary>
    private void CountPixels(ReadOnlySpan<double> map, MapStatistics statistics, ReadOnlySpan<double> thresholds)
    {
        var minimum = statistics.Minimum;
        var scale = Slices / (statistics.Maximum - minimum);
        // A range beyond what a double holds either way: one slice, searched.
        if (!double.IsFinite(scale)) scale = 0;

        Array.Clear(_sliceBegins);
        foreach (var threshold in thresholds) _sliceBegins[(int)((threshold - minimum) * scale) + 1]++;
        for (var slice = 1; slice < _sliceBegins.Length; slice++) _sliceBegins[slice] += _sliceBegins[slice - 1];

        Array.Clear(_pixelsAt);
        var begins = _sliceBegins;
        var pixelsAt = _pixelsAt;
        foreach (var value in map)
        {
            // Subtracting and scaling keep the order, so thresholds of lower slices are reached and those of higher ones are not.
            var slice = (int)((value - minimum) * scale);
            var (low, high) = (begins[slice], begins[slice + 1]);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (thresholds[middle] <= value) low = middle + 1;
                else high = middle;
            }
            pixelsAt[low]++;
        }
    }

    private double Area(ReadOnlySpan<double> sortedValues, ReadOnlySpan<double> thresholds, int others)
    {
        var fixations = sortedValues.Length;
        var (area, falseAlarms, hits) = (0.0, 0.0, 0.0);
        var reached = thresholds.Length;
        var above = 0;
        for (var i = 1; i <= fixations; i++)
        {
            var threshold = sortedValues[fixations - i];
            for (; reached > 0 && thresholds[reached - 1] >= threshold; reached--) above += _pixelsAt[reached];
            var (nextFalseAlarms, nextHits) = ((above - i) / (double)others, i / (double)fixations);
            area += (nextFalseAlarms - falseAlarms) * (hits + nextHits) / 2;
            (falseAlarms, hits) = (nextFalseAlarms, nextHits);
        }
        return area + ((1 - falseAlarms) * (hits + 1) / 2);
    }
}
