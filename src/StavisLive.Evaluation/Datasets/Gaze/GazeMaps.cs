using System.Numerics.Tensors;

namespace StavisLive.Evaluation.Datasets.Gaze;

/// <summary>Maps made from fixations.</summary>
public static class GazeMaps
{
    /// <summary>Width of the Gaussian around a fixation, as a share of the picture's height: about one degree of sight.</summary>
    public const double Sigma = 0.04;

    // Beyond this a Gaussian is less than 1e-4 of its peak.
    private const double Reach = 4.3;

    /// <summary>How often each pixel was looked at, <c>[height,width]</c>.</summary>
    public static float[] Counts(IEnumerable<Fixation> fixations, int width, int height)
    {
        var counts = new float[height * width];
        foreach (var fixation in fixations) counts[((int)(fixation.Y * height) * width) + (int)(fixation.X * width)]++;
        return counts;
    }

    /// <summary>Density of fixations, <c>[height,width]</c>: a Gaussian around each, mirrored at the borders, the largest value 1.</summary>
    /// <param name="fixations">The fixations; without any the map is zeros.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="sigmaX">Deviation of the Gaussian in columns.</param>
    /// <param name="sigmaY">In rows.</param>
    public static float[] Density(IEnumerable<Fixation> fixations, int width, int height, double sigmaX, double sigmaY)
    {
        var density = new float[height * width];
        var (row, column) = (new float[width], new float[height]);
        foreach (var fixation in fixations)
        {
            FillProfile(row, fixation.X * width, sigmaX);
            FillProfile(column, fixation.Y * height, sigmaY);
            for (var y = 0; y < height; y++)
            {
                if (column[y] == 0) continue;
                var target = density.AsSpan(y * width, width);
                TensorPrimitives.MultiplyAdd(row, column[y], target, target);
            }
        }
        var peak = TensorPrimitives.Max<float>(density);
        if (peak > 0) TensorPrimitives.Divide(density, peak, density);
        return density;
    }

    /// <summary>The same with the deviation of <see cref="Sigma"/> on a map with square pixels.</summary>
    public static float[] Density(IEnumerable<Fixation> fixations, int width, int height) =>
        Density(fixations, width, height, Sigma * height, Sigma * height);

    // Pixel i covers i..i+1, so its centre lies at i + 0.5.
    private static void FillProfile(Span<float> profile, double centre, double sigma)
    {
        profile.Clear();
        AddGaussian(profile, centre, sigma);
        AddGaussian(profile, -centre, sigma);
        AddGaussian(profile, (2 * profile.Length) - centre, sigma);
    }

    private static void AddGaussian(Span<float> profile, double centre, double sigma)
    {
        var first = Math.Max(0, (int)Math.Floor(centre - (Reach * sigma)));
        var end = Math.Min(profile.Length, (int)Math.Ceiling(centre + (Reach * sigma)));
        for (var i = first; i < end; i++)
        {
            var distance = (i + 0.5 - centre) / sigma;
            profile[i] += (float)Math.Exp(-0.5 * distance * distance);
        }
    }
}
