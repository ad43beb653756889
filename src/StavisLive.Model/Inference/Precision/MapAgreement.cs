namespace StavisLive.Model.Inference.Precision;

/// <summary>How alike two maps are.</summary>
internal static class MapAgreement
{
    /// <summary>Pearson's correlation (1 where a map is constant and the other equals it) and the largest difference.</summary>
    public static (double Correlation, double Difference) Of(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        double meanExpected = 0, meanActual = 0, difference = 0;
        for (var index = 0; index < expected.Length; index++)
        {
            (meanExpected, meanActual) = (meanExpected + expected[index], meanActual + actual[index]);
            difference = Math.Max(difference, Math.Abs(expected[index] - actual[index]));
        }
        (meanExpected, meanActual) = (meanExpected / expected.Length, meanActual / actual.Length);

        double both = 0, ownExpected = 0, ownActual = 0;
        for (var index = 0; index < expected.Length; index++)
        {
            var (x, y) = (expected[index] - meanExpected, actual[index] - meanActual);
            (both, ownExpected, ownActual) = (both + (x * y), ownExpected + (x * x), ownActual + (y * y));
        }
        return (difference == 0 ? 1 : both / Math.Sqrt(ownExpected * ownActual), difference);
    }
}
