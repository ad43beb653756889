using StavisLive.Cli.Running;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Sessions;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Core.Synchronization;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Streams;
using StavisLive.Testing;

namespace StavisLive.Cli.Tests.Running;

public sealed class RunReportTests
{
    private static readonly OutputConfig Outputs = new() { Overlay = "o.mp4", Metrics = "m.jsonl", Foveate = new FoveationConfig { Target = "f.mp4" } };

    [Fact]
    public void Write_GoodRun_TellsCountsDelaysSkipsAndFiles() => Assert.Equal(
        [
            "3 frames, 2 maps in 1.5 s (1.3 maps/s)",
            "capture-to-map p50 85 ms, p95 95 ms, p99 100 ms, max 104 ms; look-ahead 280 ms",
            "1 slots without a frame repeated the one before",
            "2 skipped: model-busy",
            "wrote o.mp4, m.jsonl, f.mp4",
        ],
        Write(new SessionOutcome(TestResults.Summary(), null, new Dictionary<string, Exception>())));

    [Fact]
    public void Write_SyncIsKnown_TellsIt() => Assert.Contains(
        "sound against pictures +1.2 ms, its clock off by -41 ppm",
        Write(new SessionOutcome(TestResults.Summary() with { Sync = new SyncReading(1.23, -41.2) }, null, new Dictionary<string, Exception>())));

    [Theory]
    [InlineData("overlay", "wrote m.jsonl, f.mp4")]
    [InlineData("foveate", "wrote o.mp4, m.jsonl")]
    public void Write_SinkFailed_ClaimsOnlyTheOthersFiles(string failed, string written) => Assert.Equal(
        written,
        Write(new SessionOutcome(TestResults.Summary(), null, new Dictionary<string, Exception> { [failed] = new SinkException("full") }))[^1]);

    [Fact]
    public void Write_NoMaps_ClaimsNoFiles() => Assert.DoesNotContain(
        Write(new SessionOutcome(TestResults.Summary() with { MapsOut = 0 }, null, new Dictionary<string, Exception>())),
        line => line.Contains("wrote", StringComparison.Ordinal));

    [Fact]
    public void Write_StreamOfAListFailed_CallsSettingsByTheirOptions()
    {
        var plan = StreamPlan.Of(new StavisConfig(), new StreamConfig { Name = "yard", Source = new() { Synthetic = true } });
        using var text = new StringWriter();

        RunReport.Write(text, [new StreamEnd(plan, null, new SourceException("No answer; leave out `source.realtime`."))]);

        Assert.Contains("  failed: No answer; leave out --realtime.", text.ToString());
    }

    [Fact]
    public void Write_NothingDone_IsOneLine() => Assert.Equal(
        ["0 frames, 0 maps in 0.0 s (0.0 maps/s)"],
        Write(
            new SessionOutcome(
                TestResults.Summary() with
                {
                    FramesOut = 0, MapsOut = 0, RepeatedSlots = 0, Elapsed = TimeSpan.Zero, Skips = new Dictionary<string, long>(),
                },
                null,
                new Dictionary<string, Exception>()),
            new OutputConfig()));

    private static string[] Write(SessionOutcome outcome, OutputConfig? outputs = null)
    {
        using var text = new StringWriter();
        RunReport.Write(text, outcome, outputs ?? Outputs);
        return text.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }
}
