using StavisLive.Core.Media;

namespace StavisLive.Evaluation.Baselines;

/// <summary>The same map for every frame.</summary>
public sealed class FixedMap : IBaseline
{
    // Of the map's side. Fixations of free viewing scatter around the centre by about a quarter of the picture's sides (Tatler,
    // Journal of Vision 2007).
    private const double CentreSigma = 0.25;

    private readonly double[] _map;

    /// <exception cref="ArgumentException"><paramref name="map"/> is not of 112x112 values.</exception>
    public FixedMap(string name, double[] map)
    {
        if (map.Length != SaliencyMap.Length) throw new ArgumentException($"A map has {SaliencyMap.Length} values, not {map.Length}.", nameof(map));
        Name = name;
        _map = map;
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <summary>The map, <c>[112, 112]</c>.</summary>
    public ReadOnlySpan<double> Values => _map;

    /// <summary>A Gaussian in the centre, a quarter of each side wide.</summary>
    public static FixedMap CentredGaussian()
    {
        var map = new double[SaliencyMap.Length];
        const double Centre = (SaliencyMap.Side - 1) / 2.0;
        const double Sigma = CentreSigma * SaliencyMap.Side;
        for (var at = 0; at < map.Length; at++)
        {
            var (y, x) = Math.DivRem(at, SaliencyMap.Side);
            map[at] = Math.Exp(-(((x - Centre) * (x - Centre)) + ((y - Centre) * (y - Centre))) / (2 * Sigma * Sigma));
        }
        return new FixedMap("centre", map);
    }

    /// <inheritdoc />
    public void Predict(VideoFrame picture, Span<double> map) => _map.CopyTo(map);

    /// <inheritdoc />
    public void Dispose()
    {
        // Nothing native.
    }
}
