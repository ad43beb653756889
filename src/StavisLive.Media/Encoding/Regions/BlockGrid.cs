using System.Numerics.Tensors;
using StavisLive.Core.Media;

namespace StavisLive.Media.Encoding.Regions;

/// <summary>The square blocks of a picture, from its upper left corner, and how the cells of a map lie over them.</summary>
/// <remarks>Not thread-safe. What the last row and column have beyond the picture counts for nothing.</remarks>
internal sealed class BlockGrid
{
    private readonly AxisOverlap _across;
    private readonly AxisOverlap _down;
    private readonly float[] _row = new float[SaliencyMap.Side];

    public BlockGrid(int width, int height, int blockSize)
    {
        _across = new AxisOverlap(width, blockSize);
        _down = new AxisOverlap(height, blockSize);
    }

    /// <summary>Blocks per row.</summary>
    public int Columns => _across.Blocks;

    /// <summary>Rows of blocks.</summary>
    public int Rows => _down.Blocks;

    /// <summary>The mean of a map over each block.</summary>
    /// <param name="map">The map.</param>
    /// <param name="means">Gets the means, in raster order.</param>
    public void Average(ReadOnlySpan<float> map, Span<float> means)
    {
        for (var row = 0; row < Rows; row++)
        {
            SumRows(map, row);
            _across.Average(_row, means.Slice(row * Columns, Columns));
        }
    }

    private void SumRows(ReadOnlySpan<float> map, int row)
    {
        var weights = _down.WeightsOf(row);
        var cells = map[(_down.FirstOf(row) * SaliencyMap.Side)..];
        TensorPrimitives.Multiply(cells[..SaliencyMap.Side], weights[0], _row);
        for (var cell = 1; cell < weights.Length; cell++)
            TensorPrimitives.MultiplyAdd(cells.Slice(cell * SaliencyMap.Side, SaliencyMap.Side), weights[cell], _row, _row);
    }
}
