namespace StavisLive.Evaluation.Metrics;

/// <summary>Sets of pixels: ascending indices in raster order, each once.</summary>
public static class PixelSet
{
    /// <summary>The pixels above zero.</summary>
    public static int[] Of(ReadOnlySpan<double> mask)
    {
        var pixels = new List<int>();
        for (var at = 0; at < mask.Length; at++)
        {
            if (mask[at] > 0) pixels.Add(at);
        }
        return [.. pixels];
    }

    /// <summary>The pixels of a set that are not in another.</summary>
    public static int[] Without(ReadOnlySpan<int> set, ReadOnlySpan<int> others)
    {
        var left = new List<int>(set.Length);
        var other = 0;
        foreach (var pixel in set)
        {
            while (other < others.Length && others[other] < pixel) other++;
            if (other == others.Length || others[other] != pixel) left.Add(pixel);
        }
        return [.. left];
    }
}
