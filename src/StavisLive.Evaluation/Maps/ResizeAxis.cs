namespace StavisLive.Evaluation.Maps;

/// <summary>Which source positions one side of a resized map is made of, and how much of each.</summary>
/// <remarks>
/// Positions are pixel centres; beyond the border the map is mirrored, edge pixel included. Where the map shrinks the kernel is
/// stretched by the factor, so that no pixel is passed over. All as MATLAB's imresize does it.
/// </remarks>
internal sealed class ResizeAxis
{
    private readonly int[] _begins;
    private readonly int[] _positions;
    private readonly double[] _weights;

    public ResizeAxis(int from, int to, ResizeKernel kernel)
    {
        var scale = to / (double)from;
        var stretch = Math.Min(scale, 1);
        var reach = (kernel == ResizeKernel.Bicubic ? 2 : 1) / stretch;

        _begins = new int[to + 1];
        var positions = new List<int>();
        var weights = new List<double>();
        for (var at = 0; at < to; at++)
        {
            var centre = ((at + 0.5) / scale) - 0.5;
            var begin = weights.Count;
            for (var position = (int)Math.Floor(centre - reach); position <= centre + reach; position++)
            {
                var weight = Weight(kernel, stretch * (centre - position));
                if (weight == 0) continue;
                positions.Add(Mirror(position, from));
                weights.Add(weight);
            }
            Normalize(weights, begin);
            _begins[at + 1] = weights.Count;
        }
        _positions = [.. positions];
        _weights = [.. weights];
    }

    /// <summary>Number of positions on the resized side.</summary>
    public int Length => _begins.Length - 1;

    /// <summary>The source positions of a resized one.</summary>
    public ReadOnlySpan<int> Positions(int at) => _positions.AsSpan(_begins[at].._begins[at + 1]);

    /// <summary>Their weights; they sum to 1.</summary>
    public ReadOnlySpan<double> Weights(int at) => _weights.AsSpan(_begins[at].._begins[at + 1]);

    private static double Weight(ResizeKernel kernel, double distance)
    {
        var x = Math.Abs(distance);
        if (kernel == ResizeKernel.Bilinear) return Math.Max(0, 1 - x);
        return x switch
        {
            <= 1 => (1.5 * x * x * x) - (2.5 * x * x) + 1,
            <= 2 => (-0.5 * x * x * x) + (2.5 * x * x) - (4 * x) + 2,
            _ => 0,
        };
    }

    private static int Mirror(int position, int length)
    {
        var turn = ((position % (2 * length)) + (2 * length)) % (2 * length);
        return turn < length ? turn : (2 * length) - 1 - turn;
    }

    private static void Normalize(List<double> weights, int begin)
    {
        var sum = 0.0;
        for (var i = begin; i < weights.Count; i++) sum += weights[i];
        for (var i = begin; i < weights.Count; i++) weights[i] /= sum;
    }
}
