using System.Numerics.Tensors;

namespace StavisLive.Evaluation.Metrics;

/// <summary>AUC-Borji and shuffled AUC: fixated pixels against drawn ones. Not thread-safe.</summary>
/// <remarks>
/// <para>
/// Definitions: the MIT saliency benchmark's AUC_Borji.m and AUC_shuffled.m, which average the area over random draws.
/// Thresholds are tenths of the map's range, from the top down. NaN for a flat map.
/// </para>
/// <para>
/// Since thresholds don't depend on the draw, the area is linear in the numbers of drawn pixels at each level, so its mean
/// over all possible draws is the area against the whole pool at once. That is computed where no number of draws is given.
/// </para>
/// </remarks>
/// <param name="splits">Random draws to average over; null: the mean over all possible ones.</param>
internal sealed class SampledAuc(int? splits)
{
    // Step 0.1: thresholds 0, 0.1, ... 1.
    private const int Steps = 10;
    private const int Levels = Steps + 1;

    // Doubles that stay in the first cache.
    private const int Block = 1024;

    private int[] _pool = [];

    /// <summary>AUC-Borji: as many pixels of the whole map as fixations, with repetition. NaN below two fixations.</summary>
    public double Borji(ReadOnlySpan<double> map, MapStatistics statistics, ReadOnlySpan<int> fixated, Random random)
    {
        if (statistics.IsFlat || fixated.Length < 2) return double.NaN;
        Span<int> hits = stackalloc int[Levels];
        Span<int> falseAlarms = stackalloc int[Levels];
        CountAt(map, statistics, fixated, hits);
        if (splits is null)
        {
            CountAll(map, statistics, falseAlarms);
            return Area(hits, fixated.Length, falseAlarms, map.Length);
        }
        var sum = 0.0;
        for (var split = 0; split < splits; split++)
        {
            falseAlarms.Clear();
            for (var draw = 0; draw < fixated.Length; draw++) falseAlarms[LevelOf(map[random.Next(map.Length)], statistics)]++;
            sum += Area(hits, fixated.Length, falseAlarms, fixated.Length);
        }
        return sum / splits.Value;
    }

    /// <summary>
    /// Shuffled AUC: as many of <paramref name="others"/> as fixations, or all of them if there are fewer, without repetition.
    /// NaN without fixations or without others.
    /// </summary>
    public double Shuffled(ReadOnlySpan<double> map, MapStatistics statistics, ReadOnlySpan<int> fixated, ReadOnlySpan<int> others, Random random)
    {
        if (statistics.IsFlat || fixated.IsEmpty || others.IsEmpty) return double.NaN;
        Span<int> hits = stackalloc int[Levels];
        Span<int> falseAlarms = stackalloc int[Levels];
        CountAt(map, statistics, fixated, hits);
        if (splits is null)
        {
            CountAt(map, statistics, others, falseAlarms);
            return Area(hits, fixated.Length, falseAlarms, others.Length);
        }
        var pool = Pool(others);
        var drawn = Math.Min(fixated.Length, pool.Length);
        var sum = 0.0;
        for (var split = 0; split < splits; split++)
        {
            falseAlarms.Clear();
            for (var draw = 0; draw < drawn; draw++)
            {
                // The beginning of a Fisher-Yates shuffle; whatever order the pool is in, every choice is as likely.
                var chosen = random.Next(draw, pool.Length);
                (pool[draw], pool[chosen]) = (pool[chosen], pool[draw]);
                falseAlarms[LevelOf(map[pool[draw]], statistics)]++;
            }
            sum += Area(hits, fixated.Length, falseAlarms, drawn);
        }
        return sum / splits.Value;
    }

    private Span<int> Pool(ReadOnlySpan<int> pixels)
    {
        if (_pool.Length < pixels.Length) _pool = new int[pixels.Length];
        pixels.CopyTo(_pool);
        return _pool.AsSpan(0, pixels.Length);
    }

    private static void CountAt(ReadOnlySpan<double> map, MapStatistics statistics, ReadOnlySpan<int> pixels, Span<int> counts)
    {
        counts.Clear();
        foreach (var pixel in pixels) counts[LevelOf(map[pixel], statistics)]++;
    }

    private static void CountAll(ReadOnlySpan<double> map, MapStatistics statistics, Span<int> counts)
    {
        counts.Clear();
        Span<double> stretched = stackalloc double[Block];
        for (var rest = map; rest.Length > 0; rest = rest[Math.Min(Block, rest.Length)..])
        {
            var block = stretched[..Math.Min(Block, rest.Length)];
            TensorPrimitives.Subtract(rest[..block.Length], statistics.Minimum, block);
            TensorPrimitives.Divide(block, statistics.Maximum - statistics.Minimum, block);
            foreach (var value in block) counts[LevelOf(value)]++;
        }
    }

    private static int LevelOf(double value, MapStatistics statistics) =>
        LevelOf((value - statistics.Minimum) / (statistics.Maximum - statistics.Minimum));

    /// <summary>The highest threshold that a value of 0..1 reaches.</summary>
    private static int LevelOf(double stretched)
    {
        var level = (int)(stretched * Steps);
        // Tenths of an 8-bit map lie on thresholds, and the product above is rounded.
        if (stretched < level / (double)Steps) return level - 1;
        return level < Steps && stretched >= (level + 1) / (double)Steps ? level + 1 : level;
    }

    private static double Area(ReadOnlySpan<int> hitCounts, int fixations, ReadOnlySpan<int> falseAlarmCounts, int drawn)
    {
        var (area, hits) = (0.0, 0);
        for (var level = Steps; level >= 0; level--)
        {
            var nextHits = hits + hitCounts[level];
            area += falseAlarmCounts[level] / (double)drawn * (hits + nextHits) / (2.0 * fixations);
            hits = nextHits;
        }
        return area;
    }
}
