using StavisLive.Core.Media;

namespace StavisLive.Media.Encoding.Regions;

/// <summary>Which cells of a map lie over each block of one axis of a picture, and with what share of the block.</summary>
internal sealed class AxisOverlap
{
    private readonly int[] _first;
    private readonly int[] _start;
    private readonly float[] _weights;

    /// <param name="length">Pixels of the axis.</param>
    /// <param name="blockSize">Pixels of a block; the last one may have fewer.</param>
    public AxisOverlap(int length, int blockSize)
    {
        Blocks = (length + blockSize - 1) / blockSize;
        _first = new int[Blocks];
        _start = new int[Blocks + 1];
        var weights = new List<float>();
        for (var block = 0; block < Blocks; block++)
        {
            // Edges in units of a cell's length-th part, so that they are exact.
            var (begin, end) = ((long)block * blockSize * SaliencyMap.Side, Math.Min((block + 1L) * blockSize, length) * SaliencyMap.Side);
            _first[block] = (int)(begin / length);
            for (var cell = (long)_first[block]; cell * length < end; cell++)
            {
                var shared = Math.Min(end, (cell + 1) * length) - Math.Max(begin, cell * length);
                weights.Add((float)((double)shared / (end - begin)));
            }
            _start[block + 1] = weights.Count;
        }
        _weights = [.. weights];
    }

    /// <summary>Blocks of the axis.</summary>
    public int Blocks { get; }

    /// <summary>The first cell that lies over a block.</summary>
    public int FirstOf(int block) => _first[block];

    /// <summary>The shares of that cell and of those behind it; together they are 1.</summary>
    public ReadOnlySpan<float> WeightsOf(int block) => _weights.AsSpan(_start[block].._start[block + 1]);

    /// <summary>The mean of a row of cells over each block.</summary>
    public void Average(ReadOnlySpan<float> cells, Span<float> means)
    {
        for (var block = 0; block < means.Length; block++)
        {
            var first = _first[block] - _start[block];
            var sum = 0f;
            for (var index = _start[block]; index < _start[block + 1]; index++) sum += _weights[index] * cells[first + index];
            means[block] = sum;
        }
    }
}
