using System.Buffers.Binary;
using StavisLive.Core.Media;
using StavisLive.Media.Encoding.Regions;

namespace StavisLive.Media.Tests.Encoding.Regions;

/// <summary>Against TestData/foveation/*.qp, which NumPy computed (delta_qp.py beside them).</summary>
public class DeltaQpPlannerTests
{
    private const int Frames = 4;

    public static TheoryData<string, int, int, FoveationOptions, int> Golden => new()
    {
        { "720p", 1280, 720, new FoveationOptions(), 16 },
        { "1080p-strong", 1920, 1080, new FoveationOptions { Strength = 4, Sharpness = 1.5, MostBetter = 4, MostWorse = 5 }, 16 },
        { "odd", 853, 479, new FoveationOptions { Strength = 3, Floor = 0.3 }, 16 },
        { "upright", 406, 720, new FoveationOptions { Smoothing = TimeSpan.FromSeconds(0.2) }, 16 },
        { "tiny", 50, 33, new FoveationOptions(), 16 },
        { "64", 1280, 720, new FoveationOptions(), 64 },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    public void Plan_MovingMaps_AsNumpyComputedThem(string name, int width, int height, FoveationOptions options, int blockSize)
    {
        var golden = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "TestData", "foveation", name + ".qp")).AsSpan();
        var planner = new DeltaQpPlanner(width, height, options, blockSize);
        for (var frame = 0; frame < Frames; frame++)
        {
            var plan = planner.Plan(TestMaps.Of(frame), Time(frame));
            Assert.Equal(BinaryPrimitives.ReadInt32LittleEndian(golden), plan.Columns);
            Assert.Equal(BinaryPrimitives.ReadInt32LittleEndian(golden[4..]), plan.Rows);
            var expected = golden.Slice(8, plan.Deltas.Length);
            Assert.Equal(Array.ConvertAll(expected.ToArray(), value => (sbyte)value), plan.Deltas.ToArray());
            golden = golden[(8 + plan.Deltas.Length)..];
        }
        Assert.True(golden.IsEmpty);
    }

    [Theory]
    [InlineData(1280, 720, 0.5, 0.5)]
    [InlineData(1280, 720, 0.1, 0.9)]
    [InlineData(1281, 719, 0.97, 0.03)]
    [InlineData(720, 1281, 0.3, 0.6)]
    [InlineData(17, 1, 0.2, 0.5)]
    public void Plan_Bump_BestInTheBlockUnderIt(int width, int height, double x, double y)
    {
        var plan = new DeltaQpPlanner(width, height, new FoveationOptions()).Plan(TestMaps.Bump(x, y, 0.03), MediaTime.Zero);
        var deltas = plan.Deltas.ToArray();
        var (column, row) = ((int)(x * width) / 16, (int)(y * height) / 16);
        Assert.Equal(deltas.Min(), deltas[row * plan.Columns + column]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Plan_MovingMaps_WithinLimitsAndWithoutAMean(double strength)
    {
        var planner = new DeltaQpPlanner(1280, 720, new FoveationOptions { Strength = strength });
        for (var frame = 0; frame < 100; frame++)
        {
            var deltas = planner.Plan(TestMaps.Of(frame % 13), Time(frame)).Deltas.ToArray();
            Assert.InRange(deltas.Average(delta => delta), -0.25, 0.25);
            Assert.All(deltas, delta => Assert.InRange(delta, -6 * strength, 3 * strength));
        }
    }

    [Fact]
    public void Plan_NoisyMaps_BlocksKeepTheirDifferences()
    {
        var random = new Random(1);
        var planner = new DeltaQpPlanner(1280, 720, new FoveationOptions());
        var before = Array.Empty<sbyte>();
        var changes = new List<int>();
        for (var frame = 0; frame < 50; frame++)
        {
            var noisy = Array.ConvertAll(TestMaps.Of(0), value => value * (float)(0.95 + 0.1 * random.NextDouble()));
            var deltas = planner.Plan(noisy, Time(frame)).Deltas.ToArray();
            if (frame > 10) changes.Add(deltas.Zip(before).Count(pair => pair.First != pair.Second));
            before = deltas;
        }
        Assert.True(changes.Average() < 0.002 * before.Length, $"{changes.Average()} of {before.Length} blocks change in each picture");
    }

    [Fact]
    public void Plan_NothingToSee_NothingDiffers()
    {
        Assert.All(Planned(new float[SaliencyMap.Length]), delta => Assert.Equal(0, delta));
        Assert.All(Planned(Enumerable.Repeat(0.3f, SaliencyMap.Length).ToArray()), delta => Assert.Equal(0, delta));
        Assert.All(Planned(Enumerable.Repeat(float.NaN, SaliencyMap.Length).ToArray()), delta => Assert.Equal(0, delta));
    }

    [Fact]
    public void Plan_NoStrength_NothingDiffers() =>
        Assert.All(new DeltaQpPlanner(640, 360, new FoveationOptions { Strength = 0 }).Plan(TestMaps.Of(0), MediaTime.Zero).Deltas.ToArray(), delta => Assert.Equal(0, delta));

    [Fact]
    public void Plan_TimeGoesBack_BeginsAnew()
    {
        var planner = new DeltaQpPlanner(640, 360, new FoveationOptions());
        planner.Plan(TestMaps.Of(0), Time(50));
        var anew = planner.Plan(TestMaps.Of(9), Time(1)).Deltas.ToArray();
        Assert.Equal(new DeltaQpPlanner(640, 360, new FoveationOptions()).Plan(TestMaps.Of(9), Time(1)).Deltas.ToArray(), anew);
    }

    [Fact]
    public void Plan_ManyPictures_AllocatesNothing()
    {
        var planner = new RegionPlanner(1920, 1080, new FoveationOptions());
        var map = TestMaps.Of(0);
        // What a method needs at its first calls is none of the pictures'.
        for (var frame = 0; frame < 100; frame++) planner.Plan(map, Time(frame));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var frame = 100; frame < 120; frame++) planner.Plan(map, Time(frame));
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static sbyte[] Planned(float[] map) => new DeltaQpPlanner(640, 360, new FoveationOptions()).Plan(map, MediaTime.Zero).Deltas.ToArray();

    private static MediaTime Time(int frame) => MediaTime.FromMilliseconds(40 * frame);
}
