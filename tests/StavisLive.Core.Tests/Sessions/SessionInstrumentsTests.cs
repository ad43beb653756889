using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Core.Sessions;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Core.Synchronization;
using StavisLive.Core.Tests.Diagnostics;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Sessions;

/// <summary>What the meter tells of a session, beside what the session itself tells.</summary>
public sealed class SessionInstrumentsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task RunAsync_RunInWhichEverythingHappens_MeterTellsWhatTheSummaryDoes()
    {
        using var meter = new RecordedMeter("eventful");
        using var interrupt = new CancellationTokenSource();
        var gate = new TaskCompletionSource();
        var sink = new CollectingSink("maps") { OnWrite = () => gate.Task };
        var frames = new TestFrames();
        StreamSession? session = null;
        MonitoredSource? source = null;
        source = new MonitoredSource(TestFrames.Description(isLive: true, hasAudio: true), TimeProvider.System, async (output, stop) =>
        {
            for (var index = 0; index < 100 || session!.Feed.Subscriptions.Any(one => one.Skipped < 5); index++)
            {
                await output.WriteAsync(frames.Make(index, MediaTime.FromSeconds(index / 25.0)), stop);
                await Eventually.HoldsAsync(() => session!.Status().FramesIn == index + 1);
            }
            source!.Monitor.Skip(SkipReason.Backlog);
            source.Monitor.Report(SourceState.Stalled, "no frame for 2 s");
            source.Monitor.Report(SourceState.Reconnecting, "timed out");
            source.Monitor.Report(SourceState.Warming);
            gate.SetResult();
            await interrupt.CancelAsync();
            stop.ThrowIfCancellationRequested();
        });
        source.Monitor.Skip(SkipReason.Behind);
        source.Monitor.Report(SourceState.Live);
        source.Opening.SetResult();
        await using var scheduler = Started(new CenterPredictor());
        await using var owner = session = Session("eventful", source, [sink], scheduler, TimeProvider.System);
        var dashboard = session.Feed.Subscribe(new SubscriptionOptions { Name = "10.0.0.7", Kind = "dashboard", Capacity = 1 });

        var summary = (await session.RunAsync(interrupt.Token).WaitAsync(Patience)).Summary;

        Assert.Equal(summary.FramesIn, meter.Sum("stavis.frames"));
        Assert.Equal(summary.MapsOut, meter.Sum("stavis.maps"));
        Assert.Equal(summary.FramesOut, meter.Values("stavis.capture_to_map").Count);
        Assert.Equal((1, 1), (summary.Reconnects, meter.Sum("stavis.reconnects stalled")));
        Assert.Equal(summary.AudioUnderruns, meter.Sum("stavis.audio.underruns"));
        // No audio ever came. The interruption may have found a window on its way to the network.
        Assert.InRange(summary.AudioUnderruns - summary.MapsOut - summary.Skips.GetValueOrDefault(SkipReason.ModelBusy), 0, 2);
        AssertSame(summary.CaptureToMap, meter.Values("stavis.capture_to_map"));
        Assert.Equal(["network", "resize", "sink:maps", "wait"], summary.Stages.Keys.Order());
        Assert.All(summary.Stages, stage => AssertSame(stage.Value, meter.Values($"stavis.stage.duration {stage.Key}")));
        Assert.Superset(new HashSet<string> { "backlog", "behind", "sink-slow:maps" }, summary.Skips.Keys.ToHashSet());
        Assert.All(summary.Skips, skip =>
        {
            var (stage, reason) = SkipReason.OfFrame(skip.Key)!.Value;
            Assert.Equal(skip.Value, meter.Sum($"stavis.frames.dropped {stage} {reason}"));
        });
        Assert.Equal(summary.Skips.Count, meter.Series.Count(series => series.StartsWith("stavis.frames.dropped", StringComparison.Ordinal)));
        Assert.Equal(summary.Skips["sink-slow:maps"], meter.Sum("stavis.subscriber.skipped sink"));
        Assert.Equal(dashboard.Skipped, meter.Sum("stavis.subscriber.skipped dashboard"));
    }

    [Fact]
    public async Task RunAsync_WhileItRuns_GaugesTellHowItIsDoing()
    {
        using var meter = new RecordedMeter("observed");
        using var interrupt = new CancellationTokenSource();
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddSeconds(1_000));
        var frames = new TestFrames(time);
        var source = new MonitoredSource(TestFrames.Description(isLive: true, hasAudio: true), time, async (output, stop) =>
        {
            var block = AudioBlock.Rent(100);
            block.Samples.Fill(0.5f);
            await output.WriteAsync(block, stop);
            await frames.WriteAsync(output, 20, 25, stop);
            await Task.Delay(Timeout.InfiniteTimeSpan, stop);
        });
        await using var scheduler = Started(new CenterPredictor());
        await using var session = Session("observed", source, [new CollectingSink()], scheduler, time);
        Assert.Null(meter.Read()("stavis.source.state connecting"));

        var run = session.RunAsync(interrupt.Token);
        var read = meter.Read();
        Assert.Equal((1, 0, 0, 0, 0, 0, 0), States(read));
        Assert.Null(read("stavis.source.last_frame"));
        Assert.Null(read("stavis.map.age"));

        source.Monitor.Report(SourceState.Warming);
        source.Monitor.Report(SourceState.Live);
        source.Sync.Report(new SyncReading(-120, 35));
        await using var dashboard = session.Feed.Subscribe(new SubscriptionOptions { Name = "one", Kind = "dashboard", Capacity = 4 });
        await using var other = session.Feed.Subscribe(new SubscriptionOptions { Name = "other", Kind = "dashboard", Capacity = 4 });
        source.Opening.SetResult();
        // The other seven wait for frames that don't come.
        await Eventually.HoldsAsync(() => session.Status().FramesOut == 13);
        read = meter.Read();

        Assert.Equal((0, 0, 1, 0, 0, 0, 0), States(read));
        Assert.Equal(1_000, read("stavis.source.last_frame"));
        Assert.Equal(0, read("stavis.map.age"));
        Assert.Equal(0.28, read("stavis.look_ahead"));
        Assert.Equal(-0.12, read("stavis.av_offset"));
        Assert.Equal(35, read("stavis.clock_drift"));
        Assert.Equal(-6.02, read("stavis.audio.level")!.Value, 0.01);
        Assert.Equal((1, 2), (read("stavis.subscribers sink"), read("stavis.subscribers dashboard")));
        Assert.Equal(8, read("stavis.queue.depth subscriber:dashboard"));
        Assert.Equal(0, read("stavis.queue.depth capture"));
        Assert.Equal(7, read("stavis.queue.depth delay"));
        Assert.NotNull(read("stavis.queue.depth network"));
        Assert.NotNull(read("stavis.queue.depth publish"));

        source.Monitor.Report(SourceState.Stalled, "no frame for 2 s");
        time.Advance(TimeSpan.FromSeconds(2.5));
        read = meter.Read();
        Assert.Equal((0, 0, 0, 1, 0, 0, 0), States(read));
        Assert.Equal(1_000, read("stavis.source.last_frame"));
        Assert.Equal(2.5, read("stavis.map.age"));

        await interrupt.CancelAsync();
        await run.WaitAsync(Patience);
        AssertGone("observed");
    }

    [Fact]
    public async Task RunAsync_OutputThatFails_IsToldByItsName()
    {
        using var meter = new RecordedMeter("full");
        using var interrupt = new CancellationTokenSource();
        var frames = new TestFrames();
        var source = new MonitoredSource(TestFrames.Description(isLive: true), TimeProvider.System, async (output, stop) =>
        {
            await frames.WriteAsync(output, 20, 25, stop);
            await Task.Delay(Timeout.InfiniteTimeSpan, stop);
        });
        source.Opening.SetResult();
        await using var scheduler = Started(new CenterPredictor());
        var failing = new CollectingSink("maps") { WriteFailure = new SinkException("disk full") };
        await using var session = Session("full", source, [failing, new CollectingSink("metrics")], scheduler, TimeProvider.System);

        var run = session.RunAsync(interrupt.Token);
        await Eventually.HoldsAsync(() => session.Status().SinkFailures!.Count > 0);
        var read = meter.Read();

        Assert.Equal((1, 0), (read("stavis.outputs.failed maps"), read("stavis.outputs.failed metrics")));
        Assert.Equal("disk full", Assert.Single(session.Status().SinkFailures!, failure => failure.Key == "maps").Value.Message);
        await interrupt.CancelAsync();
        await run.WaitAsync(Patience);
    }

    [Fact]
    public async Task RunAsync_SourceThatCannotBeOpened_LeavesNothingBehind()
    {
        var source = new MonitoredSource(TestFrames.Description(isLive: true), TimeProvider.System, (_, _) => Task.CompletedTask);
        await using var scheduler = Started(new CenterPredictor());
        await using var session = Session("unopened", source, [], scheduler, TimeProvider.System);
        var run = session.RunAsync(CancellationToken.None);
        Assert.Single(Gauges.Streams.Entries, stream => stream.Source == "unopened");

        source.Opening.SetException(new SourceException("gone"));

        await Assert.ThrowsAsync<SourceException>(() => run);
        AssertGone("unopened");
    }

    [Fact]
    public async Task DisposeAsync_WhileItRuns_LeavesNothingBehind()
    {
        var source = new MonitoredSource(TestFrames.Description(isLive: true), TimeProvider.System, (_, _) => Task.CompletedTask);
        await using var scheduler = Started(new CenterPredictor());
        var session = Session("disposed", source, [], scheduler, TimeProvider.System);
        var run = session.RunAsync(CancellationToken.None);

        await session.DisposeAsync();

        AssertGone("disposed");
        Assert.True((await run).Summary.Interrupted);
    }

    private static void AssertGone(string source)
    {
        using var meter = new RecordedMeter(source);
        meter.Read();
        Assert.Empty(meter.Series);
        Assert.DoesNotContain(Gauges.Streams.Entries, stream => stream.Source == source);
    }

    private static void AssertSame(LatencyDistribution expected, IReadOnlyList<double> seconds)
    {
        Assert.Equal(expected.Count, seconds.Count);
        Assert.Equal(expected.Max, seconds.Count == 0 ? 0 : seconds.Max() * 1000, 1e-6);
    }

    private static (double?, double?, double?, double?, double?, double?, double?) States(Func<string, double?> read)
    {
        double? Of(SourceState state) => read($"stavis.source.state {state.ToString().ToLowerInvariant()}");
        return (Of(SourceState.Connecting), Of(SourceState.Warming), Of(SourceState.Live), Of(SourceState.Stalled),
            Of(SourceState.Reconnecting), Of(SourceState.Failed), Of(SourceState.Ended));
    }

    private static InferenceScheduler Started(ISaliencyPredictor predictor)
    {
        var scheduler = new InferenceScheduler(() => predictor, TimeProvider.System);
        scheduler.Start();
        return scheduler;
    }

    private static StreamSession Session(string name, ISource source, IReadOnlyList<ISink> sinks, IInference inference, TimeProvider time) =>
        new(new SessionOptions { Name = name }, source, sinks, inference, new FirstPixelPreprocessor(), time, NullLogger.Instance);
}
