using StavisLive.Evaluation.Foveation;

namespace StavisLive.Evaluation.Tests.Foveation;

public sealed class GazeTableTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Read_Durations_PlacesHoldForThem()
    {
        var maps = Maps("observer,time,duration_ms,x,y\na,0.1,100,0.25,0.5\nb,0.3,50,0.75,0.5\n");
        Assert.Equal([null, 0.25, null, 0.75, null], maps.Select(PeakOf));
    }

    [Fact]
    public void Read_Frames_EachItsOwn()
    {
        var maps = Maps("observer,frame,x,y\na,0,0.25,0.5\na,1,0.5,0.5\na,2,0.75,0.5\n");
        Assert.Equal([0.25, 0.5, 0.75, 0.75, 0.75], maps.Select(PeakOf));
    }

    [Fact]
    public void Read_BesideThePicture_LeftOut()
    {
        Write("observer,time,x,y\na,0,0.5,0.5\nb,0,1.5,0.5\n");
        Assert.Equal(1, GazeTable.Read(_path, 10, 5).Observers);
    }

    [Fact]
    public void OfOneObserver_Several_TheOneOfWhomThereIsMost()
    {
        Write("observer,time,x,y\na,0,0.5,0.5\nb,0,0.1,0.5\nb,0.2,0.1,0.5\n");
        Assert.All(GazeTable.Read(_path, 10, 5).OfOneObserver().Rows, row => Assert.Equal("b", row.Observer));
    }

    [Fact]
    public void Read_BeforeAndAfterTheClip_LeftOut()
    {
        var maps = Maps("observer,time,duration_ms,x,y\na,-4.6,100,0.25,0.5\nb,-0.1,300,0.75,0.5\nc,0.4,1000,0.5,0.5\nd,0.5,100,0.25,0.5\n");
        Assert.Equal([0.75, 0.75, null, null, 0.5], maps.Select(PeakOf));
        Assert.Equal(2, GazeTable.Read(_path, 10, 5).Observers);
    }

    [Fact]
    public void OfOneObserver_MostOfThemAfterTheClip_OneWhoLookedAtIt()
    {
        Write("observer,time,x,y\na,0.1,0.5,0.5\nb,7,0.1,0.5\nb,8,0.1,0.5\n");
        Assert.All(GazeTable.Read(_path, 10, 5).OfOneObserver().Rows, row => Assert.Equal("a", row.Observer));
    }

    [Theory]
    [InlineData("observer,x,y\na,0.5,0.5\n", "\"time\"")]
    [InlineData("observer,time,x\na,0,0.5\n", "\"y\"")]
    [InlineData("observer,time,x,y\na,soon,0.5,0.5\n", "line 2")]
    [InlineData("observer,time,x,y\na,0,7,7\n", "no gaze on the picture")]
    [InlineData("observer,time,x,y\na,7,0.5,0.5\n", "no gaze during the clip, of which 0.5 s are compared (5 pictures)")]
    public void Read_Wrong_SaysWhereAndWhat(string text, string expected)
    {
        Write(text);
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => GazeTable.Read(_path, 10, 5)).Message);
    }

    private void Write(string text) => File.WriteAllText(_path, text);

    private float[]?[] Maps(string text)
    {
        Write(text);
        return DensityMaps.OfGaze(GazeTable.Read(_path, 10, 5), 5, 10, 9.0 / 16);
    }

    // Its column's middle, to a cell.
    private static double? PeakOf(float[]? map) => map is null ? null : Math.Round((Array.IndexOf(map, map.Max()) % 112 + 0.5) / 112 * 4) / 4;
}
