using System.Numerics.Tensors;
using StavisLive.Core.Media;
using StavisLive.Evaluation.Datasets.Gaze;

namespace StavisLive.Evaluation.Clips;

/// <summary>Maps of the size that fixations in fractions of a picture are scored at: 240 rows, as many columns as keep its shape.</summary>
internal static class FixationMaps
{
    private const int Height = 240;

    /// <summary>Columns for a picture.</summary>
    public static int WidthOf(VideoFrame picture) => Math.Max(1, (int)Math.Round(Height * picture.Width / (double)picture.Height));

    /// <summary>The pixels that fixations lie in, ascending, each once.</summary>
    public static int[] PixelsOf(IEnumerable<Fixation> fixations, int width) =>
        [.. fixations.Select(fixation => ((int)(fixation.Y * Height) * width) + (int)(fixation.X * width)).Distinct().Order()];

    /// <summary>Puts density, pixels and those of other pictures together (<see cref="GazeMaps"/>: a Gaussian of 4% of the height around every fixation).</summary>
    public static FrameTruth TruthOf(string row, string group, IReadOnlyList<Fixation> fixations, int[] others, int width)
    {
        var density = new double[width * Height];
        TensorPrimitives.ConvertTruncating<float, double>(GazeMaps.Density(fixations, width, Height), density);
        return new FrameTruth(row, group, width, Height, density, PixelsOf(fixations, width), others);
    }
}
