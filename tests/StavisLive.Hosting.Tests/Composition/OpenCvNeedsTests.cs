using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Hosting.Composition;

namespace StavisLive.Hosting.Tests.Composition;

public sealed class OpenCvNeedsTests
{
    private static readonly SourceConfig Scene = new() { Synthetic = true };

    public static TheoryData<SourceConfig, OutputConfig, string> Needs => new()
    {
        { new() { Camera = "0" }, new(), "source.camera" },
        { new() { Input = "photo.jpg" }, new(), "source.input" },
        { new() { Input = "fall.flight" }, new(), "source.input" },
        { Scene, new() { Overlay = "o.mp4" }, "outputs.overlay" },
        { Scene, new() { Maps = "maps" }, "outputs.maps" },
        { Scene, new() { Restream = "rtsp://127.0.0.1/a" }, "outputs.restream" },
        { Scene, new() { Recorder = new() { Folder = "flights" } }, "outputs.recorder.folder" },
        { Scene, new() { Display = true }, "outputs.display" },
    };

    public static TheoryData<OutputConfig> GoOn =>
    [
        new OutputConfig { Maps = "m.npy" },
        new OutputConfig { Metrics = "m.jsonl" },
        new OutputConfig { Foveate = new() { Target = "f.mp4" } },
        new OutputConfig { QpMaps = "-" },
        new OutputConfig { Restream = "rtsp://127.0.0.1/a", RestreamContent = RestreamContent.Picture },
    ];

    [Theory]
    [MemberData(nameof(Needs))]
    public void Keys_WhatOnlyOpenCvDoes_AreNamed(SourceConfig source, OutputConfig outputs, string key) =>
        Assert.Equal([key], OpenCvNeeds.Keys(Plan(source, outputs with { Display = outputs.Display ?? false })));

    [Theory]
    [MemberData(nameof(GoOn))]
    public void Keys_WhatFfmpegDoes_AreNone(OutputConfig outputs) => Assert.Empty(OpenCvNeeds.Keys(Plan(Scene, outputs with { Display = false })));

    [Fact]
    public void Problems_WhereOpenCvIs_AreNone() => Assert.Empty(OpenCvNeeds.Problems(Plan(Scene, new() { Overlay = "o.mp4", Display = false })));

    private static StreamPlan Plan(SourceConfig source, OutputConfig outputs)
    {
        var config = new StavisConfig { Source = source, Outputs = outputs };
        return StreamPlan.Of(config, Assert.Single(config.Streams()));
    }
}
