using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Composition.Outputs;

namespace StavisLive.Hosting.Tests.Composition.Outputs;

public sealed class StreamOutputsTests : IDisposable
{
    private static readonly OutputConfig Everything = new()
    {
        Display = true,
        Overlay = "o.mp4",
        Maps = "m.npy",
        Metrics = "m.jsonl",
        QpMaps = "qp.bin",
        Restream = "rtsp://127.0.0.1/a",
        Foveate = new() { Target = "f.mp4" },
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outputs-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Of_EverythingAskedFor_IsInTheOrderInWhichItIsOpened() => Assert.Equal(
        ["outputs.overlay", "outputs.maps", "outputs.metrics", "outputs.qpMaps", "outputs.restream", "outputs.foveate.target", "outputs.display"],
        Of(Everything).Select(output => output.Key));

    [Fact]
    public async Task CreateAsync_OfWhatWritesFiles_GivesTheSinksThatTheConfigurationNames()
    {
        var parts = SinkParts.For(Plan(Everything), TimeProvider.System, NullLoggerFactory.Instance);
        var sinks = await SinkSet.CreateAsync(Of(Everything).Where(output => output.File is not null), parts, others: []);

        Assert.Equal(Everything.Files, sinks.All.Select(made => (made.Sink.Name, made.Output!.Key["outputs.".Length..], made.Output.File!)));
        foreach (var (_, sink) in sinks.All) await sink.DisposeAsync();
    }

    [Fact]
    public void CanBeginAnew_Files_CanUnlessTheyCountFromTheFirstFrame() => Assert.Equal(
        ["outputs.overlay", "outputs.maps", "outputs.metrics", "outputs.foveate.target"], Renewable(Everything));

    [Fact]
    public void CanBeginAnew_StandardOutputServersAndDisplay_CanNot() => Assert.Empty(Renewable(new()
    {
        Display = true, Metrics = "-", Restream = "rtsp://127.0.0.1/a", Foveate = new() { Target = "rtsp://127.0.0.1/b" },
    }));

    [Fact]
    public void CanBeginAnew_FoveatedByAnEyeTracker_CanNot() => Assert.Empty(Renewable(new()
    {
        Display = false, Foveate = new() { Target = "f.mp4" }, Gaze = new() { Address = "127.0.0.1:7000" },
    }));

    [Fact]
    public void CanBeginAnew_BehindALink_CanOnlyWhatGoesOn()
    {
        foreach (var name in new[] { "o.mp4", "m.jsonl" }) File.CreateSymbolicLink(PathOf(name), "elsewhere");

        Assert.Equal(["outputs.metrics"], Renewable(new() { Display = false, Overlay = PathOf("o.mp4"), Metrics = PathOf("m.jsonl") }));
    }

    private static IEnumerable<string> Renewable(OutputConfig outputs) => Of(outputs).Where(output => output.CanBeginAnew).Select(output => output.Key);

    private static IEnumerable<StreamOutput> Of(OutputConfig outputs) => StreamOutputs.Of(Plan(outputs));

    private static StreamPlan Plan(OutputConfig outputs) =>
        StreamPlan.Of(new StavisConfig(), new StreamConfig { Name = "a", Source = new() { Rtsp = "rtsp://127.0.0.1/in" }, Outputs = outputs });

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
