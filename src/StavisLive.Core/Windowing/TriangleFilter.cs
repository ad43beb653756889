namespace StavisLive.Core.Windowing;

/// <summary>Weights that resize one axis with an antialiased triangle filter.</summary>
/// <remarks>
/// The filter's support grows with the scale when shrinking, and is plain linear interpolation when enlarging: the
/// same numbers as Pillow's and libtorch's antialiased bilinear resize.
/// </remarks>
internal sealed class TriangleFilter
{
    private readonly int[] _first;
    private readonly int[] _start;
    private readonly float[] _weights;

    /// <param name="input">Length of the axis before.</param>
    /// <param name="output">Length of the axis after.</param>
    public TriangleFilter(int input, int output)
    {
        _first = new int[output];
        _start = new int[output + 1];
        var scale = (double)input / output;
        var support = Math.Max(scale, 1);

        var weights = new List<float>();
        for (var index = 0; index < output; index++)
        {
            var center = (index + 0.5) * scale;
            var first = Math.Max((int)(center - support + 0.5), 0);
            var end = Math.Min((int)(center + support + 0.5), input);
            _first[index] = first;
            _start[index] = weights.Count;
            weights.AddRange(Normalized(first, end, center, support));
        }
        _start[output] = weights.Count;
        _weights = [.. weights];
    }

    /// <summary>First input element that has a share in an output element.</summary>
    public int First(int output) => _first[output];

    /// <summary>Shares of the input elements from <see cref="First"/> on; their sum is 1.</summary>
    public ReadOnlySpan<float> Weights(int output) => _weights.AsSpan(_start[output].._start[output + 1]);

    private static IEnumerable<float> Normalized(int first, int end, double center, double support)
    {
        var triangle = Enumerable.Range(first, end - first)
            .Select(position => Math.Max(0, 1 - (Math.Abs(position + 0.5 - center) / support))).ToArray();
        var sum = triangle.Sum();
        return triangle.Select(weight => (float)(weight / sum));
    }
}
