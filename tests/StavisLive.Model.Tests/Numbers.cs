using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests;

/// <summary>Comparisons of arrays of numbers.</summary>
internal static class Numbers
{
    public static float[] Of(Tensor values)
    {
        using var flat = values.detach().to(float32).cpu().contiguous();
        return MemoryMarshal.Cast<byte, float>(flat.bytes).ToArray();
    }

    public static double MaxDifference(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var largest = 0.0;
        for (var index = 0; index < expected.Length; index++)
        {
            var difference = Math.Abs((double)expected[index] - actual[index]);
            if (!(difference <= largest)) largest = difference; // NaN counts as largest
        }
        return largest;
    }

    /// <summary>Pearson's correlation.</summary>
    public static double Correlation(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double meanA = 0, meanB = 0;
        for (var index = 0; index < a.Length; index++) (meanA, meanB) = (meanA + a[index], meanB + b[index]);
        (meanA, meanB) = (meanA / a.Length, meanB / b.Length);
        double ab = 0, aa = 0, bb = 0;
        for (var index = 0; index < a.Length; index++)
        {
            var (x, y) = (a[index] - meanA, b[index] - meanB);
            (ab, aa, bb) = (ab + (x * y), aa + (x * x), bb + (y * y));
        }
        return ab / Math.Sqrt(aa * bb);
    }

    public static void AssertRelative(double expected, double actual, double tolerance, string what) =>
        Assert.True(Math.Abs(actual - expected) <= tolerance * Math.Abs(expected), $"{what}: {actual:G9} instead of {expected:G9}");
}
