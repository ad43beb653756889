namespace StavisLive.Media.Encoding.Regions;

/// <summary>The rectangles of equal differences of a picture: runs of a row, joined with those of the same place below.</summary>
/// <remarks>They don't overlap, and what differs by nothing has none. Not thread-safe. Allocates nothing per picture.</remarks>
internal sealed class RegionList
{
    // What libavcodec counts its offsets in: they are parts of the 51 steps of H.264's quantizer, whatever the encoder.
    private const float QuantizerRange = 51;

    private readonly QpLevels? _levels;
    private readonly (int Left, int Right, int Top, int Bottom, sbyte Delta)[] _rectangles;
    private readonly RegionOfInterest[] _regions;
    private int _count;

    // By its first column, the rectangle that ended in the row before.
    private readonly int[] _above;

    /// <param name="plan">A map like those to come.</param>
    /// <param name="levels">What the encoder can tell apart; null: every difference.</param>
    public RegionList(DeltaQpMap plan, QpLevels? levels = null)
    {
        _levels = levels;
        _rectangles = new (int, int, int, int, sbyte)[plan.Deltas.Length];
        _regions = new RegionOfInterest[plan.Deltas.Length];
        _above = new int[plan.Columns];
    }

    /// <summary>The rectangles of a map, in pixels of its picture.</summary>
    /// <returns>The list's own, valid until its next call.</returns>
    public ReadOnlySpan<RegionOfInterest> Of(DeltaQpMap plan)
    {
        _count = 0;
        _above.AsSpan().Fill(-1);
        for (var row = 0; row < plan.Rows; row++) AddRow(plan.Deltas.Slice(row * plan.Columns, plan.Columns), row);
        for (var index = 0; index < _count; index++)
        {
            var (left, right, top, bottom, delta) = _rectangles[index];
            var (x, y) = (left * plan.BlockSize, top * plan.BlockSize);
            _regions[index] = new RegionOfInterest(
                x, y, Math.Min(right * plan.BlockSize, plan.Width) - x, Math.Min(bottom * plan.BlockSize, plan.Height) - y, delta / QuantizerRange);
        }
        return _regions.AsSpan(0, _count);
    }

    private void AddRow(ReadOnlySpan<sbyte> deltas, int row)
    {
        for (var left = 0; left < deltas.Length;)
        {
            var delta = LevelOf(deltas[left]);
            var right = left + 1;
            while (right < deltas.Length && LevelOf(deltas[right]) == delta) right++;
            if (delta != 0) Add(left, right, row, delta);
            left = right;
        }
    }

    private void Add(int left, int right, int row, sbyte delta)
    {
        if (_above[left] is >= 0 and var above)
        {
            ref var rectangle = ref _rectangles[above];
            if (rectangle.Right == right && rectangle.Bottom == row && rectangle.Delta == delta)
            {
                rectangle.Bottom = row + 1;
                return;
            }
        }
        _above[left] = _count;
        _rectangles[_count++] = (left, right, row, row + 1, delta);
    }

    private sbyte LevelOf(sbyte delta) => _levels?.Nearest(delta) ?? delta;
}
