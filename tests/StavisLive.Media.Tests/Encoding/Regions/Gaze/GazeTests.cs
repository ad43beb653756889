using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Media;
using StavisLive.Media.Encoding.Regions.Gaze;

namespace StavisLive.Media.Tests.Encoding.Regions.Gaze;

public class GazeTests
{
    [Theory]
    [InlineData("1.5 0.25 0.75", 1.5, 0.25, 0.75)]
    [InlineData("1.5,0.25,0.75", 1.5, 0.25, 0.75)]
    [InlineData("  2\t0 1\r", 2, 0, 1)]
    [InlineData("3 0.1 0.2 more", 3, 0.1, 0.2)]
    public void Parse_Line_TimeAndPlace(string line, double time, double x, double y) => Assert.Equal(new GazeSample(time, x, y), GazeSample.Parse(line));

    [Theory]
    [InlineData("")]
    [InlineData("1 2")]
    [InlineData("now 0.1 0.2")]
    [InlineData("NaN 0.1 0.2")]
    public void Parse_NoSuchLine_Null(string line) => Assert.Null(GazeSample.Parse(line));

    [Fact]
    public void Parse_Blink_NotOnThePicture() => Assert.False(GazeSample.Parse("1 nan nan")!.Value.IsOnPicture);

    [Fact]
    public void Newest_OldOrLate_Forgotten()
    {
        var time = new FakeTimeProvider();
        var newest = new NewestGaze(time);
        Assert.Null(newest.Get());
        newest.Take(new GazeSample(10, 0.1, 0.2));
        newest.Take(new GazeSample(9.9, 0.9, 0.9));
        Assert.Equal(0.1, newest.Get()!.Value.X);
        newest.Take(new GazeSample(10.1, double.NaN, 0));
        Assert.Equal(0.1, newest.Get()!.Value.X);
        time.Advance(TimeSpan.FromSeconds(0.6));
        Assert.Null(newest.Get());
        newest.Take(new GazeSample(2, 0.5, 0.5));
        Assert.Equal(0.5, newest.Get()!.Value.X);
    }

    [Fact]
    public void Recorded_EachPicture_PlaceOfItsMoment()
    {
        using var gaze = new RecordedGaze(new StringReader("0 0.1 0.1\n0.2 0.2 0.2\nnonsense\n0.3 -1 0\n2 0.4 0.4\n"));
        Assert.Equal(0.1, gaze.At(MediaTime.FromSeconds(0.1))!.Value.X);
        Assert.Equal(0.2, gaze.At(MediaTime.FromSeconds(0.2))!.Value.X);
        // A place holds over a blink.
        Assert.Equal(0.2, gaze.At(MediaTime.FromSeconds(0.4))!.Value.X);
        Assert.Null(gaze.At(MediaTime.FromSeconds(1)));
        Assert.Equal(0.4, gaze.At(MediaTime.FromSeconds(2.1))!.Value.X);
        // A second sink may be a little behind.
        Assert.Equal(0.2, gaze.At(MediaTime.FromSeconds(0.25))!.Value.X);
    }

    [Fact]
    public async Task Udp_Datagrams_NewestCounts()
    {
        using var gaze = new UdpGaze(new IPEndPoint(IPAddress.Loopback, 0), TimeProvider.System, NullLogger.Instance);
        using var tracker = new UdpClient();
        var limit = TimeProvider.System.GetTimestamp();
        while (gaze.At(MediaTime.Zero)?.X != 0.7)
        {
            await tracker.SendAsync(System.Text.Encoding.UTF8.GetBytes("garbage\n1 0.2 0.3\n1.01 0.7 0.3\n"), gaze.Address);
            await Task.Delay(5);
            Assert.True(TimeProvider.System.GetElapsedTime(limit) < TimeSpan.FromSeconds(60));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    public void Blend_GazeBesideSaliency_PeakWhereTheyAreAndAMeanOfOne(double weight)
    {
        var mixed = new float[SaliencyMap.Length];
        GazeSpot.Blend(TestMaps.Bump(0.8, 0.8, 0.05), new GazeSample(0, 0.25, 0.5), new GazeOptions { Address = "-", Weight = weight }, 9.0 / 16, mixed);
        Assert.Equal(1, mixed.Average(), 0.01);
        var (gaze, saliency, nothing) = (At(mixed, 0.25, 0.5), At(mixed, 0.8, 0.8), At(mixed, 0.5, 0.1));
        Assert.True(gaze > 10);
        Assert.True(nothing < 0.1);
        if (weight == 1) Assert.True(saliency < 0.1);
        else Assert.True(saliency > 10);
    }

    [Fact]
    public void Blend_NoSaliency_GazeAlone()
    {
        var mixed = new float[SaliencyMap.Length];
        GazeSpot.Blend(new float[SaliencyMap.Length], new GazeSample(0, 0.5, 0.5), new GazeOptions { Address = "-", Weight = 0.5 }, 1, mixed);
        Assert.Equal(1, mixed.Average(), 0.01);
    }

    private static float At(float[] map, double x, double y) => map[(int)(y * SaliencyMap.Side) * SaliencyMap.Side + (int)(x * SaliencyMap.Side)];
}
