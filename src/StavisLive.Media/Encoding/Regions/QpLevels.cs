namespace StavisLive.Media.Encoding.Regions;

/// <summary>The few differences that an encoder can tell apart, and which of them each other one becomes.</summary>
/// <remarks>They lie evenly on either side of 0, up to the limits, and never change: a block whose map stays keeps its level.</remarks>
internal sealed class QpLevels
{
    private readonly sbyte[] _levels;
    private readonly sbyte[] _nearest = new sbyte[256];

    /// <param name="options">Says what the limits are.</param>
    /// <param name="count">Most levels, at least 3.</param>
    public QpLevels(FoveationOptions options, int count)
        : this(options.Least, options.Largest, count)
    {
    }

    /// <param name="least">Least difference, 0 or less.</param>
    /// <param name="largest">Largest difference, 0 or more.</param>
    /// <param name="count">Most levels, at least 3.</param>
    public QpLevels(int least, int largest, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(least, 0);
        ArgumentOutOfRangeException.ThrowIfNegative(largest);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 3);
        // Few blocks are far better than the mean, and most are a little worse: either side gets as many.
        var above = (count - 1) / 2;
        var below = count - 1 - above;
        _levels =
        [
            .. Enumerable.Range(0, below).Select(step => (double)least * (below - step) / below)
                .Append(0)
                .Concat(Enumerable.Range(1, above).Select(step => (double)largest * step / above))
                .Select(level => (sbyte)Math.Round(level)).Distinct(),
        ];
        for (var delta = sbyte.MinValue; ; delta++)
        {
            _nearest[(byte)delta] = _levels.MinBy(level => Math.Abs(level - delta));
            if (delta == sbyte.MaxValue) break;
        }
    }

    /// <summary>The levels, from the best to the worst.</summary>
    public IReadOnlyList<sbyte> All => _levels;

    /// <summary>The level that a difference becomes.</summary>
    public sbyte Nearest(sbyte delta) => _nearest[(byte)delta];
}
