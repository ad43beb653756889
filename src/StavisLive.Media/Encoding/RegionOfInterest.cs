namespace StavisLive.Media.Encoding;

/// <summary>A rectangle of a picture whose quality should differ from the rest.</summary>
public readonly record struct RegionOfInterest
{
    /// <param name="left">First column, in pixels of the picture.</param>
    /// <param name="top">First row.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="quantizerOffset">See <see cref="QuantizerOffset"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rectangle is empty or begins outside the picture, or the offset is out of its range.</exception>
    public RegionOfInterest(int left, int top, int width, int height, float quantizerOffset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(left);
        ArgumentOutOfRangeException.ThrowIfNegative(top);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        // Said so that NaN is refused, too.
        if (!(Math.Abs(quantizerOffset) <= 1)) throw new ArgumentOutOfRangeException(nameof(quantizerOffset), quantizerOffset, "It lies between -1 and 1.");
        (Left, Top, Width, Height, QuantizerOffset) = (left, top, width, height, quantizerOffset);
    }

    /// <summary>First column, in pixels of the picture.</summary>
    public int Left { get; }

    /// <summary>First row.</summary>
    public int Top { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>
    /// How the quantizer differs here, as a part of its whole range: -1 is the best quality, 0 the picture's own, 1 the worst; what
    /// libavcodec's <c>AVRegionOfInterest</c> calls <c>qoffset</c>.
    /// </summary>
    public float QuantizerOffset { get; }
}
