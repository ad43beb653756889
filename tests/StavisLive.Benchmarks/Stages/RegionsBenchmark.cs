using BenchmarkDotNet.Attributes;
using StavisLive.Core.Media;
using StavisLive.Media.Encoding.Regions;

namespace StavisLive.Benchmarks.Stages;

/// <summary>From a map to the regions that an encoder gets with a picture. Budget: 0.5 ms at 1080p.</summary>
public class RegionsBenchmark
{
    private static readonly MediaTime Step = MediaTime.FromMilliseconds(40);

    private readonly float[][] _maps = [.. Enumerable.Range(0, 16).Select(Bump)];
    private RegionPlanner _planner = null!;
    private MediaTime _time;
    private int _next;

    [Params(720, 1080, 2160)]
    public int Height { get; set; }

    [GlobalSetup]
    public void Make() => _planner = new RegionPlanner(Height * 16 / 9, Height, new FoveationOptions());

    [Benchmark]
    public int Plan()
    {
        _time += Step;
        return _planner.Plan(_maps[_next++ % _maps.Length], _time).Length;
    }

    // It moves, so that every picture has other regions.
    private static float[] Bump(int step)
    {
        var map = new float[SaliencyMap.Length];
        for (var cell = 0; cell < map.Length; cell++)
        {
            var (x, y) = (cell % SaliencyMap.Side - 20 - 4 * step, cell / SaliencyMap.Side - 60 + 2 * step);
            map[cell] = 0.02f + 0.9f / (1 + (x * x + y * y) / 90f);
        }
        return map;
    }
}
