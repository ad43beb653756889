using StavisLive.Media.Encoding.Regions;

namespace StavisLive.Evaluation.Foveation;

/// <summary>A clip's quality, with every block of every picture counted by a weight; each picture counts the same.</summary>
/// <param name="quality">What is measured of each picture.</param>
/// <param name="weights">Weights of each picture's blocks; null for a picture that doesn't count. Null: all the same.</param>
internal sealed class WeightedQuality(LocalQuality quality, float[]?[]? weights)
{
    private double _error;
    private double _similarity;
    private long _pictures;

    /// <summary>Peak signal-to-noise ratio in decibels, of the mean error.</summary>
    public double Psnr => 10 * Math.Log10(255.0 * 255 / Math.Max(_error / _pictures, 1e-10));

    /// <summary>Structural similarity in decibels, -10 log10(1 - SSIM), on which equal steps look alike.</summary>
    public double Ssim => -10 * Math.Log10(Math.Max(1 - _similarity / _pictures, 1e-10));

    /// <summary>Weights of blocks from maps.</summary>
    /// <param name="maps">112x112 maps.</param>
    /// <param name="width">Pixels per row of the picture.</param>
    /// <param name="height">Its rows.</param>
    public static float[]?[] WeightsOf(float[]?[] maps, int width, int height)
    {
        var grid = new MapBlocks(width, height, LocalQuality.Block);
        var known = new Dictionary<float[], float[]>();
        return [.. maps.Select(map => map is null ? null : known.TryGetValue(map, out var same) ? same : known[map] = grid.Average(map))];
    }

    /// <summary>Counts the picture that was measured last.</summary>
    public void Count(int picture)
    {
        double error = 0, similarity = 0, total = 0;
        if (weights is null)
        {
            (error, similarity, total) = (quality.Errors.Sum(), quality.Similarities.Sum(), quality.Errors.Length);
        }
        else if (weights[picture] is { } weight)
        {
            for (var block = 0; block < weight.Length; block++)
            {
                error += quality.Errors[block] * weight[block];
                similarity += quality.Similarities[block] * weight[block];
                total += weight[block];
            }
        }
        if (!(total > 0)) return;
        _error += error / total;
        _similarity += similarity / total;
        _pictures++;
    }
}
