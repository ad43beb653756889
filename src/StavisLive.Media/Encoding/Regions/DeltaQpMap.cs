namespace StavisLive.Media.Encoding.Regions;

/// <summary>How the quantizer of each block of a picture differs from the picture's own.</summary>
internal sealed class DeltaQpMap
{
    private readonly sbyte[] _deltas;

    /// <param name="width">Pixels per row of the picture.</param>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="blockSize">Pixels of a block's side.</param>
    public DeltaQpMap(int width, int height, int blockSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blockSize);
        (Width, Height, BlockSize) = (width, height, blockSize);
        (Columns, Rows) = ((width + blockSize - 1) / blockSize, (height + blockSize - 1) / blockSize);
        _deltas = new sbyte[Columns * Rows];
    }

    /// <summary>Pixels per row of the picture.</summary>
    public int Width { get; }

    /// <summary>Rows of the picture.</summary>
    public int Height { get; }

    /// <summary>Pixels of a block's side.</summary>
    public int BlockSize { get; }

    /// <summary>Blocks per row; the last may reach over the picture's edge.</summary>
    public int Columns { get; }

    /// <summary>Rows of blocks.</summary>
    public int Rows { get; }

    /// <summary>The differences in raster order, in steps of an H.264 quantizer: negative is better.</summary>
    public Span<sbyte> Deltas => _deltas;
}
