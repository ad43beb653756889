namespace StavisLive.Media.Encoding.Regions;

/// <summary>Means of maps over the square blocks of a picture.</summary>
/// <param name="width">Pixels per row of the picture.</param>
/// <param name="height">Its rows.</param>
/// <param name="blockSize">Pixels of a block's side.</param>
public sealed class MapBlocks(int width, int height, int blockSize)
{
    private readonly BlockGrid _grid = new(width, height, blockSize);

    /// <summary>A map's, in raster order.</summary>
    /// <param name="map">112x112 values in raster order.</param>
    public float[] Average(ReadOnlySpan<float> map)
    {
        var means = new float[_grid.Columns * _grid.Rows];
        _grid.Average(map, means);
        return means;
    }
}
