using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Inference;
using StavisLive.Hosting.Composition;

namespace StavisLive.Hosting.Tests.Composition;

/// <summary>A configuration as a whole.</summary>
public sealed class HostPlanTests
{
    [Fact]
    public void Of_MistakesOfEveryKind_AreAllToldAtOnce()
    {
        var config = new StavisConfig
        {
            Model = new() { Threads = 0 },
            Sources =
            [
                new() { Name = "a", Source = new() { Synthetic = true, Mic = "default" }, Outputs = new() { Display = false } },
                new() { Name = "b", Window = new() { Fps = 5 }, Outputs = new() { Display = false } },
            ],
        };

        var found = Assert.Throws<ConfigException>(() => HostPlan.Of(config)).Found;

        Assert.Equal(["sources[1].source", "sources[1].window.fps", "model.threads", "sources[0].source.mic"], found.Select(problem => problem.Key));
        Assert.Equal([null, "5", "0", "default"], found.Select(problem => problem.Value));
        Assert.Equal("sources[0] (a)", found[^1].Stream);
    }

    [Fact]
    public void Of_OutputsWithoutAPlace_NamesSourceOutputAndFolder()
    {
        var outputs = new OutputConfig { Display = false, Metrics = "/nowhere/{name}/m.jsonl", Overlay = Path.GetTempPath() + "a.mp4", Maps = "/nowhere/maps" };
        var config = new StavisConfig
        {
            Sources = [new() { Name = "yard", Source = new() { Synthetic = true }, Outputs = outputs }],
        };

        var e = Assert.Throws<ConfigException>(() => HostPlan.Of(config));

        var problem = Assert.Single(e.Found);
        Assert.Equal(("sources[0].outputs.metrics", "/nowhere/yard/m.jsonl"), (problem.Key, problem.Value));
        Assert.Equal(
            "sources[0] (yard): outputs.metrics: /nowhere/yard/m.jsonl cannot be written: there is no folder /nowhere/yard; make it with: mkdir -p \"/nowhere/yard\"",
            e.Message);
    }

    [Fact]
    public void Of_OutputThatIsAFolderWhereAFileIsMeant_IsRefused()
    {
        var config = new StavisConfig { Source = new() { Synthetic = true }, Outputs = new() { Display = false, Metrics = Path.GetTempPath() } };

        Assert.Contains("is a folder", Assert.Throws<ConfigException>(() => HostPlan.Of(config)).Message);
    }

    [Fact]
    public void IsSameStream_ListedAgain_IsAndWithAnythingElseIsNot()
    {
        var stream = new StreamConfig { Name = "a", Source = new() { Rtsp = "rtsp://h/a" }, Outputs = new() { Display = false } };
        var plan = Plan(stream);

        Assert.True(plan.IsSameStream(Plan(stream with { Source = new() { Rtsp = "rtsp://h/a" } })));
        Assert.True(plan.IsSameStream(Plan(stream, new ModelConfig { Precision = InferencePrecision.Fp32 })));
        Assert.False(plan.IsSameStream(Plan(stream with { Name = "b" })));
        Assert.False(plan.IsSameStream(Plan(stream with { Priority = 2 })));
        Assert.False(plan.IsSameStream(Plan(stream with { Source = new() { Rtsp = "rtsp://h/a", MaxAge = 1 } })));
        Assert.False(plan.IsSameStream(plan with { Epoch = 2 }));
        Assert.False(plan.IsSameStream(Plan(stream with { Window = new() { Fps = 20 } })));
        Assert.False(plan.IsSameStream(Plan(stream with { Outputs = new() { Display = false, Metrics = "m" } })));
    }

    private static StreamPlan Plan(StreamConfig stream, ModelConfig? model = null) =>
        HostPlan.Of(new StavisConfig { Sources = [stream], Model = model ?? new() }).Streams[0];
}
