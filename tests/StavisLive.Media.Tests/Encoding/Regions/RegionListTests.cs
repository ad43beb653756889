using StavisLive.Core.Media;
using StavisLive.Media.Encoding.Regions;

namespace StavisLive.Media.Tests.Encoding.Regions;

public class RegionListTests
{
    [Theory]
    [InlineData(1280, 720)]
    [InlineData(853, 479)]
    [InlineData(33, 50)]
    public void Of_AnyPlan_FirstRegionOfEachPixelHasItsBlocksDifference(int width, int height)
    {
        var planner = new DeltaQpPlanner(width, height, new FoveationOptions());
        var plan = planner.Plan(TestMaps.Of(2), MediaTime.Zero);
        var painted = new int?[width * height];
        foreach (var region in new RegionList(plan).Of(plan))
        {
            for (var y = region.Top; y < region.Top + region.Height; y++)
            {
                for (var x = region.Left; x < region.Left + region.Width; x++) painted[y * width + x] ??= (int)MathF.Round(region.QuantizerOffset * 51);
            }
        }
        for (var at = 0; at < painted.Length; at++) Assert.Equal(plan.Deltas[at / width / 16 * plan.Columns + at % width / 16], painted[at] ?? 0);
    }

    [Fact]
    public void Of_EqualNeighbours_OneRectangle()
    {
        var plan = new DeltaQpMap(70, 70, 16);
        foreach (var block in new[] { 6, 7, 11, 12, 16, 17 }) plan.Deltas[block] = -3;
        var regions = new RegionList(plan).Of(plan);
        Assert.Equal(1, regions.Length);
        Assert.Equal((16, 16, 32, 48), (regions[0].Left, regions[0].Top, regions[0].Width, regions[0].Height));
    }

    [Fact]
    public void Of_LastBlocks_EndWithThePicture()
    {
        var plan = new DeltaQpMap(20, 20, 16);
        plan.Deltas[3] = 5;
        var region = new RegionList(plan).Of(plan)[0];
        Assert.Equal((16, 16, 4, 4), (region.Left, region.Top, region.Width, region.Height));
    }

    [Fact]
    public void Of_FewLevels_NoMoreOfThem()
    {
        var options = new FoveationOptions { Strength = 4 };
        var plan = new DeltaQpPlanner(1280, 720, options).Plan(TestMaps.Of(1), MediaTime.Zero);
        var offsets = new HashSet<float>();
        foreach (var region in new RegionList(plan, new QpLevels(options, 8)).Of(plan)) offsets.Add(region.QuantizerOffset);
        // What is not covered is the eighth.
        Assert.InRange(offsets.Count, 3, 7);
        Assert.DoesNotContain(0f, offsets);
    }
}
