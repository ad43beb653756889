using System.Numerics.Tensors;

namespace StavisLive.Evaluation.Maps;

/// <summary>Resizes maps of one size to another as MATLAB's imresize does. Recycles its buffer; not thread-safe.</summary>
public sealed class MapResizer
{
    private readonly int _width;
    private readonly int _height;
    private readonly ResizeAxis _rows;
    private readonly ResizeAxis _columns;
    private readonly double[] _row;

    /// <exception cref="ArgumentOutOfRangeException">A side is not positive.</exception>
    public MapResizer(int width, int height, int newWidth, int newHeight, ResizeKernel kernel)
    {
        foreach (var side in (ReadOnlySpan<int>)[width, height, newWidth, newHeight]) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(side);
        (_width, _height, NewWidth, NewHeight) = (width, height, newWidth, newHeight);
        _rows = new ResizeAxis(height, newHeight, kernel);
        _columns = new ResizeAxis(width, newWidth, kernel);
        _row = new double[width];
    }

    /// <summary>Pixels per row of what comes out.</summary>
    public int NewWidth { get; }

    /// <summary>Rows of what comes out.</summary>
    public int NewHeight { get; }

    /// <summary>Resizes one map; of equal sizes, copies it.</summary>
    /// <exception cref="ArgumentException">A length does not fit its size.</exception>
    public void Apply(ReadOnlySpan<double> map, Span<double> resized)
    {
        if (map.Length != _width * _height) throw new ArgumentException($"{map.Length} values are no {_width}x{_height} map.", nameof(map));
        if (resized.Length != NewWidth * NewHeight) throw new ArgumentException($"{resized.Length} values are no {NewWidth}x{NewHeight} map.", nameof(resized));
        if (_width == NewWidth && _height == NewHeight)
        {
            map.CopyTo(resized);
            return;
        }
        for (var y = 0; y < NewHeight; y++)
        {
            BlendRows(map, y);
            BlendColumns(resized.Slice(y * NewWidth, NewWidth));
        }
    }

    private void BlendRows(ReadOnlySpan<double> map, int y)
    {
        Array.Clear(_row);
        var positions = _rows.Positions(y);
        var weights = _rows.Weights(y);
        for (var i = 0; i < positions.Length; i++)
            TensorPrimitives.MultiplyAdd(map.Slice(positions[i] * _width, _width), weights[i], _row, _row);
    }

    private void BlendColumns(Span<double> resizedRow)
    {
        for (var x = 0; x < resizedRow.Length; x++)
        {
            var positions = _columns.Positions(x);
            var weights = _columns.Weights(x);
            var value = 0.0;
            for (var i = 0; i < positions.Length; i++) value += weights[i] * _row[positions[i]];
            resizedRow[x] = value;
        }
    }
}
