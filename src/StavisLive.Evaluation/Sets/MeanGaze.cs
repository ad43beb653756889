using System.Numerics.Tensors;
using StavisLive.Core.Media;
using StavisLive.Evaluation.Datasets.Gaze;

namespace StavisLive.Evaluation.Sets;

/// <summary>Where people look on average.</summary>
public static class MeanGaze
{
    /// <summary>The mean density of fixations over pictures or clips, each of which counts alike.</summary>
    /// <param name="fixations">Those of each; where there are none it doesn't count.</param>
    /// <returns>112x112 values of no particular scale; null if nobody looked anywhere.</returns>
    public static double[]? Of(IEnumerable<IReadOnlyList<Fixation>> fixations)
    {
        var mean = new MeanMap();
        var density = new double[SaliencyMap.Length];
        foreach (var own in fixations)
        {
            // In the squeezed picture a degree is wider than high, or less; in a mean of hundreds that is lost.
            TensorPrimitives.ConvertTruncating<float, double>(GazeMaps.Density(own, SaliencyMap.Side, SaliencyMap.Side), density);
            mean.Add(density);
        }
        return mean.Sum;
    }
}
