using StavisLive.Evaluation.Datasets.GazeClips;

namespace StavisLive.Evaluation.Tests.Datasets.GazeClips;

public sealed class GazeClipFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stavis-clips-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Read_FixationsByFrame_BelongToThatFrameAlone()
    {
        var clip = Read("clip,observer,frame,x,y\ntalk,0,3,0.5,0.25\n");

        Assert.False(clip.Fixations[0].IsDuring(2, 0.08, 0.04));
        Assert.True(clip.Fixations[0].IsDuring(3, 0.12, 0.04));
        Assert.False(clip.Fixations[0].IsDuring(4, 0.16, 0.04));
    }

    [Fact]
    public void Read_FixationsByTime_LastAsLongAsTheyDo()
    {
        var clip = Read("clip,observer,time,x,y,duration_ms\ntalk,0,0.10,0.5,0.25,100\n");

        Assert.False(clip.Fixations[0].IsDuring(1, 0.04, 0.04));
        Assert.True(clip.Fixations[0].IsDuring(2, 0.08, 0.04));
        Assert.True(clip.Fixations[0].IsDuring(4, 0.16, 0.04));
        Assert.False(clip.Fixations[0].IsDuring(5, 0.2001, 0.04));
    }

    [Fact]
    public void Read_SamplesByTime_BelongToTheFrameThatIsShown()
    {
        var clip = Read("clip,time,x,y\ntalk,0.08,0.5,0.25\n");

        Assert.False(clip.Fixations[0].IsDuring(1, 0.04, 0.04));
        Assert.True(clip.Fixations[0].IsDuring(2, 0.08, 0.04));
        Assert.False(clip.Fixations[0].IsDuring(3, 0.12, 0.04));
    }

    [Theory]
    [InlineData("clip,x,y\ntalk,0.5,0.5\n", "\"frame\" or a column \"time\"")]
    [InlineData("clip,frame,time,x,y\ntalk,1,1,0.5,0.5\n", "one of them")]
    [InlineData("clip,frame,x,y\ntalk,soon,0.5,0.5\n", "line 2")]
    [InlineData("clip,frame,x,y\nwalk,1,0.5,0.5\n", "clips/walk")]
    public void Read_WrongTable_SaysWhatAndWhere(string table, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => Read(table)).Message);

    [Fact]
    public void HoldsClips_Heading_Decides()
    {
        Read("clip,frame,x,y\ntalk,1,0.5,0.5\n");
        Assert.True(GazeClipFolder.HoldsClips(_folder.FullName));
        File.WriteAllText(Path.Combine(_folder.FullName, "fixations.csv"), "image,x,y\na,0.5,0.5\n");
        Assert.False(GazeClipFolder.HoldsClips(_folder.FullName));
    }

    private GazeClip Read(string table)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "fixations.csv"), table);
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "clips"));
        File.WriteAllText(Path.Combine(_folder.FullName, "clips", "talk.mp4"), "");
        return Assert.Single(GazeClipFolder.Read(_folder.FullName));
    }
}
