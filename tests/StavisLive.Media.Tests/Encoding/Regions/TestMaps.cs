using StavisLive.Core.Media;

namespace StavisLive.Media.Tests.Encoding.Regions;

/// <summary>The maps of TestData/foveation/delta_qp.py, bit by bit.</summary>
internal static class TestMaps
{
    public static float[] Of(int frame)
    {
        var map = new float[SaliencyMap.Length];
        for (var cell = 0; cell < map.Length; cell++)
        {
            var (x, y) = (cell % SaliencyMap.Side, cell / SaliencyMap.Side);
            double across = x - 30 - 6 * frame, down = y - 50 + 3 * frame;
            var ripple = (7 * x + 13 * y) % 31 / 31.0;
            map[cell] = (float)(0.02 + 0.03 * ripple + 0.9 / (1 + (across * across + down * down) / 90));
        }
        return map;
    }

    /// <summary>A bump in the middle of nothing.</summary>
    public static float[] Bump(double x, double y, double radius)
    {
        var map = new float[SaliencyMap.Length];
        for (var cell = 0; cell < map.Length; cell++)
        {
            var (across, down) = ((cell % SaliencyMap.Side + 0.5) / SaliencyMap.Side - x, (cell / SaliencyMap.Side + 0.5) / SaliencyMap.Side - y);
            map[cell] = (float)Math.Exp(-(across * across + down * down) / (2 * radius * radius));
        }
        return map;
    }
}
