namespace StavisLive.Evaluation.Foveation;

/// <summary>Errors and structural similarity of the luma of a picture, block by block.</summary>
internal sealed class LocalQuality
{
    /// <summary>Pixels of a block's side.</summary>
    public const int Block = 8;

    // Of structural similarity (Wang et al. 2004), for 8 bits.
    private const double C1 = 0.01 * 255 * 0.01 * 255;
    private const double C2 = 0.03 * 255 * 0.03 * 255;

    private readonly int _width;
    private readonly int _height;

    public LocalQuality(int width, int height)
    {
        (_width, _height) = (width, height);
        (Columns, Rows) = ((width + Block - 1) / Block, (height + Block - 1) / Block);
        Errors = new double[Columns * Rows];
        Similarities = new double[Columns * Rows];
    }

    /// <summary>Blocks per row.</summary>
    public int Columns { get; }

    /// <summary>Rows of blocks.</summary>
    public int Rows { get; }

    /// <summary>Mean squared error of each block.</summary>
    public double[] Errors { get; }

    /// <summary>Structural similarity of each block.</summary>
    public double[] Similarities { get; }

    /// <summary>Measures a picture.</summary>
    /// <param name="original">Its luma, rows without padding.</param>
    /// <param name="decoded">The same after it was encoded.</param>
    public void Measure(ReadOnlySpan<byte> original, ReadOnlySpan<byte> decoded)
    {
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++) Measure(original, decoded, column, row);
        }
    }

    private void Measure(ReadOnlySpan<byte> original, ReadOnlySpan<byte> decoded, int column, int row)
    {
        var (left, right) = (column * Block, Math.Min((column + 1) * Block, _width));
        var (top, bottom) = (row * Block, Math.Min((row + 1) * Block, _height));
        long sumA = 0, sumB = 0, squaresA = 0, squaresB = 0, products = 0;
        for (var y = top; y < bottom; y++)
        {
            var a = original.Slice(y * _width + left, right - left);
            var b = decoded.Slice(y * _width + left, right - left);
            for (var x = 0; x < a.Length; x++)
            {
                int from = a[x], to = b[x];
                sumA += from;
                sumB += to;
                squaresA += from * from;
                squaresB += to * to;
                products += from * to;
            }
        }
        double count = (right - left) * (bottom - top);
        double meanA = sumA / count, meanB = sumB / count;
        var (varianceA, varianceB, covariance) = (squaresA / count - meanA * meanA, squaresB / count - meanB * meanB, products / count - meanA * meanB);
        var block = row * Columns + column;
        Errors[block] = (squaresA + squaresB - 2 * products) / count;
        Similarities[block] = (2 * meanA * meanB + C1) * (2 * covariance + C2) / ((meanA * meanA + meanB * meanB + C1) * (varianceA + varianceB + C2));
    }
}
