using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Hosting.Composition;

namespace StavisLive.Hosting.Tests.Composition;

public sealed class SharedFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("shared-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Problems_OutputOverTheInputByText_NamesBoth()
    {
        var problem = Assert.Single(Problems("clips/../clip.mp4", new() { Overlay = "./clip.mp4" }));

        Assert.Equal(("outputs.overlay", "./clip.mp4"), (problem.Key, problem.Value));
        Assert.Equal(
            "outputs.overlay would be written over source.input: ./clip.mp4 is the same file or folder as clips/../clip.mp4; give it another path.",
            problem.ToString());
    }

    [Fact]
    public void Problems_OutputOverTheInputThroughAFolderLink_IsFound()
    {
        Directory.CreateDirectory(PathOf("real"));
        File.WriteAllText(PathOf("real/in.mp4"), "");
        Directory.CreateSymbolicLink(PathOf("alias"), "real");

        Assert.Equal("outputs.overlay", Assert.Single(Problems(PathOf("alias/in.mp4"), new() { Overlay = PathOf("real/in.mp4") })).Key);
        Assert.Equal("outputs.overlay", Assert.Single(Problems(PathOf("real"), new() { Overlay = PathOf("alias") })).Key);
        Assert.Empty(Problems(PathOf("alias/in.mp4"), new() { Overlay = PathOf("real/out.mp4") }));
    }

    [Fact]
    public void Problems_OutputsOfOneRun_MayNotMeet()
    {
        File.CreateSymbolicLink(PathOf("link.npy"), "to-come.npy");

        var problem = Assert.Single(Problems("in.mp4", new() { Maps = PathOf("link.npy"), Metrics = PathOf("to-come.npy") }));

        Assert.Equal("outputs.metrics", problem.Key);
        Assert.Contains("`outputs.maps`", problem.Message);
    }

    [Fact]
    public void Problems_StreamsOfAList_MayNotMeetAndNameTheOther()
    {
        File.CreateSymbolicLink(PathOf("b.jsonl"), "a.jsonl");
        var config = new StavisConfig
        {
            Sources = [.. new[] { "a", "b" }.Select(name => new StreamConfig
            {
                Name = name, Source = new() { Synthetic = true }, Outputs = new() { Metrics = PathOf("{name}.jsonl") },
            })],
        };

        var problem = Assert.Single(Problems(config));

        Assert.Equal("sources[1].outputs.metrics", problem.Key);
        Assert.Contains("`outputs.metrics` of sources[0] (a)", problem.Message);
        Assert.Contains("{name}", problem.Message);
    }

    [Fact]
    public void Problems_OneAddressForTwoOutputs_IsRefusedAndNotShown()
    {
        var problem = Assert.Single(Problems("in.mp4", new() { Restream = "rtmp://h/live/secret", Foveate = new() { Target = "rtmp://h/live/secret" } }));

        Assert.Equal(("outputs.foveate.target", null), (problem.Key, problem.Value));
        Assert.Equal(
            "outputs.foveate.target is given twice: it is the same address as outputs.restream; every output needs an address of its own.", problem.ToString());
        Assert.Empty(Problems("in.mp4", new() { Restream = "rtmp://h/live/a", Foveate = new() { Target = "rtmp://h/live/b" } }));
    }

    [Fact]
    public void Problems_OneAddressForStreamsOfAList_NamesTheOther()
    {
        var config = new StavisConfig
        {
            Sources = [.. new[] { "a", "b" }.Select(name => new StreamConfig
            {
                Name = name, Source = new() { Synthetic = true }, Outputs = new() { Restream = "rtsp://h/hall" },
            })],
        };

        var problem = Assert.Single(Problems(config));

        Assert.Equal("sources[1].outputs.restream", problem.Key);
        Assert.Contains("`outputs.restream` of sources[0] (a)", problem.Message);
        Assert.Contains("{name}", problem.Message);
    }

    [Fact]
    public void Problems_AddressThatIsWatched_IsRefusedAndNotShown()
    {
        var problem = Assert.Single(Problems(new StavisConfig { Source = new() { Rtsp = "rtsp://h/a" }, Outputs = new() { Restream = "rtsp://h/a" } }));

        Assert.Equal(
            "outputs.restream would be sent where source.rtsp comes from: it is the same address; give it another one.", problem.ToString());
    }

    [Fact]
    public void Problems_OneAddressWatchedTwice_IsNone() =>
        Assert.Empty(Problems(new StavisConfig { Sources = [.. new[] { "a", "b" }.Select(name => new StreamConfig { Name = name, Source = new() { Rtsp = "rtsp://h/a" } })] }));

    [Theory]
    [InlineData("/dev/video987")]
    [InlineData("987")]
    public void Problems_LoopbackCameraThatIsWatched_IsRefused(string camera)
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("There are loopback cameras on Linux only.");

        var problem = Assert.Single(Problems(new StavisConfig { Source = new() { Camera = camera }, Outputs = new() { Restream = "/dev/video987" } }));

        Assert.Equal("outputs.restream", problem.Key);
        Assert.Contains("`source.camera`", problem.Message);
    }

    [Fact]
    public void Problems_ConfigurationWeightsAndLog_AreNoPlacesForOutputs()
    {
        File.WriteAllText(PathOf("c.json"), "{}");
        File.CreateSymbolicLink(PathOf("c.link"), "c.json");
        var config = ConfigFile.Load(PathOf("c.json")) with
        {
            Source = new() { Synthetic = true },
            Model = new() { Weights = PathOf("w.pth") },
            Outputs = new() { Metrics = PathOf("c.link"), Maps = PathOf("w.pth"), Overlay = PathOf("l.mp4") },
            Log = new() { File = PathOf("l.mp4") },
        };

        Assert.Equal(["outputs.metrics", "outputs.maps", "log.file"], Problems(config).Select(problem => problem.Key));
    }

    [Fact]
    public void Problems_PictureInTheFolderOfItsOverlay_IsRefusedOnlyWhereItWouldBeReplaced()
    {
        File.WriteAllText(PathOf("a.png"), "");
        File.WriteAllText(PathOf("b.jpg"), "");

        Assert.Equal("outputs.overlay", Assert.Single(Problems(PathOf("a.png"), new() { Overlay = _folder.FullName })).Key);
        Assert.Empty(Problems(PathOf("b.jpg"), new() { Overlay = _folder.FullName }));
    }

    private static IEnumerable<ConfigProblem> Problems(string input, OutputConfig outputs) =>
        Problems(new StavisConfig { Source = new() { Input = input }, Outputs = outputs });

    private static IEnumerable<ConfigProblem> Problems(StavisConfig config) =>
        SharedFiles.Problems(config, [.. config.Streams().Select(stream => StreamPlan.Of(config, stream))]);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
