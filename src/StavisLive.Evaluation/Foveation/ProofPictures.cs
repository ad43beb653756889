using System.Drawing;
using StavisLive.Core.Media;
using StavisLive.Media.Encoding.Trials;

namespace StavisLive.Evaluation.Foveation;

/// <summary>A picture as it was, as the baseline has it, and as an arm has it at equal rate.</summary>
/// <param name="Original">The picture.</param>
/// <param name="Plain">The baseline's.</param>
/// <param name="PlainBytes">Bytes of the whole clip.</param>
/// <param name="Foveated">The arm's.</param>
/// <param name="FoveatedBytes">Bytes of the whole clip.</param>
/// <param name="Map">Where attention was.</param>
/// <param name="Width">Pixels per row.</param>
/// <param name="Height">Rows.</param>
public sealed record ProofPictures(byte[] Original, byte[] Plain, long PlainBytes, byte[] Foveated, long FoveatedBytes, float[] Map, int Width, int Height)
{
    // Of the picture's height.
    private const double CropSide = 0.25;

    /// <summary>The three as PNG files, cut out where attention was highest, or lowest.</summary>
    public IReadOnlyList<byte[]> Crops(bool atPeak)
    {
        var area = Area(atPeak);
        return [.. new[] { Original, Plain, Foveated }.Select(picture => TrialPicture.Crop(picture, Width, Height, area, Math.Max(1, 300 / area.Width)))];
    }

    private Rectangle Area(bool atPeak)
    {
        var side = Math.Min(Math.Min(Width, Height), Math.Max(16, (int)(Height * CropSide)));
        var (best, bestSum) = (new Rectangle(0, 0, side, side), double.NaN);
        for (var y = 0; y + side <= Height; y += Math.Max(1, side / 4))
        {
            for (var x = 0; x + side <= Width; x += Math.Max(1, side / 4))
            {
                var sum = Sum(x, y, side);
                if (double.IsNaN(bestSum) || (atPeak ? sum > bestSum : sum < bestSum)) (best, bestSum) = (new Rectangle(x, y, side, side), sum);
            }
        }
        return best;
    }

    private double Sum(int left, int top, int side)
    {
        var sum = 0.0;
        for (var row = top * SaliencyMap.Side / Height; row < (top + side) * SaliencyMap.Side / Height; row++)
        {
            for (var column = left * SaliencyMap.Side / Width; column < (left + side) * SaliencyMap.Side / Width; column++) sum += Map[row * SaliencyMap.Side + column];
        }
        return sum;
    }
}
