using CsCheck;
using StavisLive.Core.Media;
using StavisLive.Server.History;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.History;

public class AttentionGridTests
{
    private static readonly FrameArea All = new() { Width = 1, Height = 1 };

    [Fact]
    public void Add_EverywhereAlike_GivesEveryCellTheSame()
    {
        var sums = Sum(Enumerable.Repeat(0.25f, SaliencyMap.Length).ToArray());

        Assert.All(sums, share => Assert.Equal(1.0 / 256, share, 1e-8));
        Assert.All(AttentionGrid.Pack(sums), share => Assert.Equal(255, share));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(6, 6, 0)]
    [InlineData(7, 0, 1)]
    [InlineData(0, 7, 16)]
    [InlineData(111, 111, 255)]
    [InlineData(56, 35, 5 * 16 + 8)]
    public void Add_OneValue_FallsIntoItsCell(int x, int y, int cell)
    {
        var map = new float[SaliencyMap.Length];
        map[y * SaliencyMap.Side + x] = 0.7f;

        var sums = Sum(map);

        Assert.Equal(Enumerable.Range(0, 256).Select(index => index == cell ? 1f : 0f), sums);
    }

    [Fact]
    public void Add_SeveralMaps_WeighsThemAlike()
    {
        var (weak, strong) = (new float[SaliencyMap.Length], new float[SaliencyMap.Length]);
        (weak[0], strong[^1]) = (0.01f, 0.9f);
        var sums = Sum(weak);
        AttentionGrid.Add(strong, sums);

        Assert.Equal(0.5, Share(sums, new FrameArea { Width = 0.5, Height = 0.5 }), 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Add_NothingToShareOut_IsLeftOut(float value)
    {
        var sums = new float[AttentionGrid.Length];

        Assert.False(AttentionGrid.Add(Enumerable.Repeat(value, SaliencyMap.Length).ToArray(), sums));
        Assert.All(sums, share => Assert.Equal(0, share));
    }

    [Theory]
    [InlineData(0, 0, 1, 1, 1)]
    [InlineData(0, 0, 0.5, 1, 0.5)]
    [InlineData(0.25, 0.25, 0.5, 0.5, 0.25)]
    [InlineData(0.03125, 0, 0.03125, 0.0625, 1.0 / 512)]
    [InlineData(0.1, 0.3, 0.37, 0.21, 0.37 * 0.21)]
    public void ShareOf_EverywhereAlike_IsTheRegionsArea(double x, double y, double width, double height, double expected)
    {
        var sums = Sum(Enumerable.Repeat(0.5f, SaliencyMap.Length).ToArray());

        Assert.Equal(expected, Share(sums, new FrameArea { X = x, Y = y, Width = width, Height = height }), 1e-5);
    }

    [Fact]
    public void ShareOf_AnyBlobAndRegion_IsWithinOneHundredthOfTheMapsOwn()
    {
        var blobs = Gen.Select(Gen.Double[0, 111], Gen.Double[0, 111], (x, y) => TestResults.Blob(x, y));
        var cells = Gen.Int[0, 15].Select(Gen.Int[0, 15], (one, other) => (Math.Min(one, other), Math.Max(one, other) + 1));
        Gen.Select(blobs, cells, cells).Sample((map, columns, rows) =>
        {
            var region = new FrameArea
            {
                X = columns.Item1 / 16.0, Y = rows.Item1 / 16.0, Width = (columns.Item2 - columns.Item1) / 16.0, Height = (rows.Item2 - rows.Item1) / 16.0,
            };
            var inside = map.Index().Where(cell => cell.Index % 112 / 7 >= columns.Item1 && cell.Index % 112 / 7 < columns.Item2
                && cell.Index / 112 / 7 >= rows.Item1 && cell.Index / 112 / 7 < rows.Item2).Sum(cell => (double)cell.Item);

            Assert.Equal(inside / map.Sum(value => (double)value), Share(Sum(map), region), 0.01);
            Assert.Equal(1, Share(Sum(map), All), 1e-5);
        }, iter: 300);
    }

    [Fact]
    public void Add_AMap_AllocatesNothing()
    {
        var (map, sums) = (TestResults.Blob(30, 60), new float[AttentionGrid.Length]);

        // The runtime allocates a little itself while it makes the fast code: the best of several turns counts.
        Assert.Equal(0, Enumerable.Range(0, 10).Min(_ => AllocatedBy(map, sums)));
    }

    private static long AllocatedBy(float[] map, float[] sums)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var index = 0; index < 100; index++) AttentionGrid.Add(map, sums);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static float[] Sum(float[] map)
    {
        var sums = new float[AttentionGrid.Length];
        Assert.True(AttentionGrid.Add(map, sums));
        return sums;
    }

    private static double Share(float[] sums, FrameArea region) => AttentionGrid.ShareOf(AttentionGrid.Pack(sums), AttentionGrid.WeightsOf(region));
}
