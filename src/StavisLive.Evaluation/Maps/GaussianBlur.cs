namespace StavisLive.Evaluation.Maps;

/// <summary>Smooths maps of one size by a Gaussian that is cut off and sums to 1; borders are mirrored, edge pixel included.</summary>
/// <remarks>MATLAB's fspecial('gaussian') and imfilter(..., 'symmetric'). Recycles its buffer; not thread-safe.</remarks>
public sealed class GaussianBlur
{
    private readonly int _width;
    private readonly int _height;
    private readonly int _radius;
    private readonly double[] _weights;
    private readonly double[] _padded;

    /// <param name="width">Pixels per row; at least the radius.</param>
    /// <param name="height">Rows; at least the radius.</param>
    /// <param name="sigma">Standard deviation in pixels.</param>
    /// <param name="radius">Pixels to each side that count.</param>
    public GaussianBlur(int width, int height, double sigma, int radius)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(width, height), radius);
        (_width, _height, _radius) = (width, height, radius);
        _weights = [.. Enumerable.Range(-radius, (2 * radius) + 1).Select(at => Math.Exp(-at * at / (2 * sigma * sigma)))];
        var sum = _weights.Sum();
        for (var at = 0; at < _weights.Length; at++) _weights[at] /= sum;
        _padded = new double[Math.Max(width, height) + (2 * radius)];
    }

    /// <summary>Smooths a map in place.</summary>
    public void Apply(Span<double> map)
    {
        for (var y = 0; y < _height; y++) BlurLine(map[(y * _width)..], stride: 1, _width);
        for (var x = 0; x < _width; x++) BlurLine(map[x..], stride: _width, _height);
    }

    private void BlurLine(Span<double> line, int stride, int length)
    {
        for (var at = 0; at < length; at++) _padded[_radius + at] = line[at * stride];
        for (var beyond = 1; beyond <= _radius; beyond++)
        {
            _padded[_radius - beyond] = _padded[_radius + beyond - 1];
            _padded[_radius + length + beyond - 1] = _padded[_radius + length - beyond];
        }
        for (var at = 0; at < length; at++)
        {
            var sum = 0.0;
            for (var tap = 0; tap < _weights.Length; tap++) sum += _weights[tap] * _padded[at + tap];
            line[at * stride] = sum;
        }
    }
}
