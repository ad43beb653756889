using StavisLive.Core.Media;

namespace StavisLive.Evaluation.Foveation;

/// <summary>Maps of a clip's pictures, 112x112 in raster order, that are not the network's.</summary>
internal static class DensityMaps
{
    // Of the picture's height: two degrees of a viewer who sits three heights away are about a tenth.
    private const double Deviation = 0.05;

    // Of each side, as the centred Gaussian of the benchmarks.
    private const double CentreDeviation = 1.0 / 6;

    /// <summary>Where people looked during each picture; null where nobody did.</summary>
    /// <param name="gaze">The gaze.</param>
    /// <param name="count">Pictures.</param>
    /// <param name="frameRate">Pictures per second.</param>
    /// <param name="aspect">The picture's height over its width.</param>
    public static float[]?[] OfGaze(GazeTable gaze, int count, double frameRate, double aspect)
    {
        var maps = new float[]?[count];
        foreach (var row in gaze.Rows)
        {
            var (first, last) = row.Pictures(frameRate);
            var spot = Spot(row.X, row.Y, Deviation * aspect, Deviation);
            for (var frame = Math.Max(first, 0); frame <= last && frame < count; frame++)
            {
                var map = maps[frame] ??= new float[SaliencyMap.Length];
                for (var cell = 0; cell < map.Length; cell++) map[cell] += spot[cell];
            }
        }
        return maps;
    }

    /// <summary>The same with the nearest map before, or else after, where nobody looked; somebody must have, during one of them.</summary>
    public static float[][] Filled(float[]?[] maps)
    {
        var last = maps.First(map => map is not null)!;
        return [.. maps.Select(map => last = map ?? last)];
    }

    /// <summary>The same bump in the middle for every picture.</summary>
    public static float[][] Centred(int count) => [.. Enumerable.Repeat(Spot(0.5, 0.5, CentreDeviation, CentreDeviation), count)];

    private static float[] Spot(double x, double y, double across, double down)
    {
        var (columns, rows) = (Axis(x, across), Axis(y, down));
        var map = new float[SaliencyMap.Length];
        for (var cell = 0; cell < map.Length; cell++) map[cell] = (float)(columns[cell % SaliencyMap.Side] * rows[cell / SaliencyMap.Side]);
        return map;
    }

    private static double[] Axis(double place, double deviation)
    {
        var axis = new double[SaliencyMap.Side];
        for (var cell = 0; cell < axis.Length; cell++)
        {
            var distance = ((cell + 0.5) / axis.Length - place) / deviation;
            axis[cell] = Math.Exp(-distance * distance / 2);
        }
        return axis;
    }
}
