namespace StavisLive.Core.Synchronization;

/// <summary>Order statistics of a handful of numbers.</summary>
internal static class Quantile
{
    /// <summary>The number below which a share of all lie; of none it is not a number.</summary>
    public static double Of(IEnumerable<double> numbers, double share)
    {
        var sorted = numbers.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];
    }
}
