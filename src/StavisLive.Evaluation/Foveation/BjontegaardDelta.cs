namespace StavisLive.Evaluation.Foveation;

/// <summary>How many more bits one encoder takes than another for the same quality, averaged over the qualities that both reach.</summary>
/// <remarks>
/// G. Bjontegaard, "Calculation of average PSNR differences between RD-curves", VCEG-M33, 2001: the logarithm of the rate is fitted by a
/// cubic in the quality, and the difference of both cubics' means over the common range is the logarithm of the answer.
/// </remarks>
public static class BjontegaardDelta
{
    // A cubic has as many.
    private const int Coefficients = 4;

    /// <summary>The difference in percent: below 0 where the tested one takes fewer bits. NaN where the curves have no quality in common.</summary>
    /// <param name="anchor">Rates and qualities of what is compared with; four points or more.</param>
    /// <param name="tested">The same of what is compared.</param>
    public static double Rate(IReadOnlyList<(double Rate, double Quality)> anchor, IReadOnlyList<(double Rate, double Quality)> tested)
    {
        var low = Math.Max(anchor.Min(point => point.Quality), tested.Min(point => point.Quality));
        var high = Math.Min(anchor.Max(point => point.Quality), tested.Max(point => point.Quality));
        if (!(high > low)) return double.NaN;
        return (Math.Exp(MeanLogRate(tested, low, high) - MeanLogRate(anchor, low, high)) - 1) * 100;
    }

    private static double MeanLogRate(IReadOnlyList<(double Rate, double Quality)> points, double low, double high)
    {
        // Around the middle, so that powers stay small.
        var middle = (low + high) / 2;
        var cubic = Fit([.. points.Select(point => (point.Quality - middle, Math.Log(point.Rate)))]);
        return (Integral(cubic, high - middle) - Integral(cubic, low - middle)) / (high - low);
    }

    private static double Integral(double[] cubic, double at) => cubic.Select((factor, power) => factor * Math.Pow(at, power + 1) / (power + 1)).Sum();

    // Least squares; through all points where there are four.
    private static double[] Fit((double X, double Y)[] points)
    {
        var system = new double[Coefficients, Coefficients + 1];
        foreach (var (x, y) in points)
        {
            for (var row = 0; row < Coefficients; row++)
            {
                for (var column = 0; column < Coefficients; column++) system[row, column] += Math.Pow(x, row + column);
                system[row, Coefficients] += Math.Pow(x, row) * y;
            }
        }
        return Solve(system);
    }

    private static double[] Solve(double[,] system)
    {
        for (var pivot = 0; pivot < Coefficients; pivot++)
        {
            var best = Enumerable.Range(pivot, Coefficients - pivot).MaxBy(row => Math.Abs(system[row, pivot]));
            for (var column = 0; column <= Coefficients; column++) (system[pivot, column], system[best, column]) = (system[best, column], system[pivot, column]);
            for (var row = 0; row < Coefficients; row++)
            {
                if (row == pivot) continue;
                var factor = system[row, pivot] / system[pivot, pivot];
                for (var column = pivot; column <= Coefficients; column++) system[row, column] -= factor * system[pivot, column];
            }
        }
        return [.. Enumerable.Range(0, Coefficients).Select(row => system[row, Coefficients] / system[row, row])];
    }
}
