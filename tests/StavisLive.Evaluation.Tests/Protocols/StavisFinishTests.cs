using StavisLive.Core.Media;
using StavisLive.Evaluation.Protocols;

namespace StavisLive.Evaluation.Tests.Protocols;

public class StavisFinishTests
{
    private const int Side = SaliencyMap.Side;

    [Fact]
    public void Apply_AtTheMapsOwnSize_IsTheEightBitMapUnderTheThirteenByThirteenGaussian()
    {
        var random = new Random(2);
        var map = Array.ConvertAll(new double[SaliencyMap.Length], _ => 0.2 + (0.3 * random.NextDouble()));

        var finished = new StavisFinish(Side, Side).Apply(map).ToArray();

        var (minimum, maximum) = (map.Min(), map.Max());
        var levels = Array.ConvertAll(map, value => Math.Floor((value - minimum) * (255 / (maximum - minimum))));
        var brightest = levels.Max();
        // Corners, borders and the middle: the kernel in two dimensions, word by word.
        foreach (var (x, y) in new[] { (0, 0), (111, 0), (3, 111), (56, 1), (50, 60) })
            Assert.Equal(Literal(levels, x, y) / brightest, finished[(y * Side) + x], 1e-12);
    }

    [Fact]
    public void Apply_AnotherSize_KeepsTheMapsShape()
    {
        var map = new double[SaliencyMap.Length];
        map[(30 * Side) + 80] = 1;

        var finished = new StavisFinish(width: 320, height: 240).Apply(map).ToArray();

        var peak = Array.IndexOf(finished, finished.Max());
        Assert.InRange(peak % 320, (80.5 / Side * 320) - 1, (80.5 / Side * 320) + 1);
        Assert.InRange(peak / 320, (30.5 / Side * 240) - 1, (30.5 / Side * 240) + 1);
    }

    [Fact]
    public void Apply_FlatMap_StaysFlat()
    {
        var map = new double[SaliencyMap.Length];
        Array.Fill(map, 0.5);

        Assert.All(new StavisFinish(320, 240).Apply(map).ToArray(), value => Assert.Equal(0.5, value, 1e-12));
    }

    private static double Literal(double[] levels, int x, int y)
    {
        var (sum, weights) = (0.0, 0.0);
        for (var dy = -6; dy <= 6; dy++)
        {
            for (var dx = -6; dx <= 6; dx++)
            {
                var weight = Math.Exp(-((dx * dx) + (dy * dy)) / 8.0);
                weights += weight;
                sum += weight * levels[(Mirror(y + dy) * Side) + Mirror(x + dx)];
            }
        }
        return sum / weights;
    }

    private static int Mirror(int at) => at < 0 ? -1 - at : at >= Side ? (2 * Side) - 1 - at : at;
}
