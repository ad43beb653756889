using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Core.Sessions;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Sessions;

/// <summary>What a session tells whoever subscribes.</summary>
public sealed class StreamSessionFeedTests : SessionRunTests
{
    private static readonly SubscriptionOptions Waiting = new() { Name = "peaks", Capacity = 2, WaitsOffline = true };

    private readonly FakeTimeProvider _time = new();
    private readonly RecordingLogger _log = new();

    [Fact]
    public async Task Feed_SubscriberThatComesLate_GetsResultsWithPicturesFromThenOn()
    {
        await using var scheduler = Started(() => Predictor);
        var joined = new TaskCompletionSource();
        var source = new ScriptedSource(TestFrames.Description(), async (output, stop) =>
        {
            await Pictures.WriteAsync(output, 60, 25, stop);
            await joined.Task;
            for (var index = 60; index < 120; index++) await output.WriteAsync(Pictures.Make(index, MediaTime.FromSeconds(index / 25.0)), stop);
        });
        await using var session = Session(scheduler, source, []);
        var run = session.RunAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => session.Status().FramesOut > 30);

        await using var late = session.Feed.Subscribe(new SubscriptionOptions { Name = "late", Content = FeedContent.Pictures, Capacity = 100 });
        joined.SetResult();
        var indices = new List<long>();
        await foreach (var item in late.ReadAllAsync())
        {
            var result = Assert.IsType<StreamItem.Result>(item).Value;
            Assert.Equal((byte)result.FrameIndex, result.Picture!.Pixels[0]);
            indices.Add(result.FrameIndex);
        }

        Assert.True((await run.WaitAsync(Patience)).Succeeded);
        Assert.InRange(indices[0], 31, 60);
        Assert.Equal(Enumerable.Range((int)indices[0], indices.Count).Select(index => (long)index), indices);
        Assert.Equal(119, indices[^1]);
    }

    [Fact]
    public async Task Feed_OfASourceThatIsNotThereYet_TellsItsStates()
    {
        await using var scheduler = Started(() => Predictor);
        var source = new ReportingSource();
        await using var session = Session(scheduler, source, []);
        using var interrupt = new CancellationTokenSource();
        await using var subscription = session.Feed.Subscribe(new SubscriptionOptions { Name = "watcher", Content = FeedContent.States });
        var run = session.RunAsync(interrupt.Token);
        source.Monitor.Report(SourceState.Reconnecting, "nobody answers");

        var states = new List<SourceState>();
        await foreach (var item in subscription.ReadAllAsync())
        {
            states.Add(Assert.IsType<StreamItem.SourceChanged>(item).Change.State);
            if (states.Count == 2) break;
        }

        Assert.Equal([SourceState.Connecting, SourceState.Reconnecting], states);
        Assert.Null(session.Feed.Description);
        await interrupt.CancelAsync();
        await run.WaitAsync(Patience);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Feed_OfflineReaderThatLeaves_TheRunGoesToItsEnd(bool throws)
    {
        await using var scheduler = Started(() => Predictor);
        var sink = new CollectingSink();
        await using var session = Session(scheduler, Frames(60), [sink]);
        var reading = ReadThreeAsync(session.Feed.Subscribe(Waiting));

        Assert.True((await session.RunAsync(CancellationToken.None).WaitAsync(Patience)).Succeeded);

        Assert.Equal(60, sink.Results.Count);
        if (throws) await Assert.ThrowsAsync<InvalidOperationException>(() => reading);
        else await reading;

        async Task ReadThreeAsync(Subscription subscription)
        {
            var items = 0;
            await foreach (var _ in subscription.ReadAllAsync())
            {
                if (++items < 3) continue;
                if (throws) throw new InvalidOperationException("The database is gone.");
                break;
            }
        }
    }

    [Fact]
    public async Task Feed_OfflineSubscribersThatNeverRead_HoldUpNoStopAndCostNobodyAnything()
    {
        await using var scheduler = Started(() => Predictor);
        var sink = new CollectingSink();
        await using var session = TimedSession(scheduler, sink);
        using var interrupt = new CancellationTokenSource();
        await using var stuck = session.Feed.Subscribe(Waiting);
        await using var later = session.Feed.Subscribe(Waiting with { Name = "later", Capacity = 3 });
        await using var reader = session.Feed.Subscribe(Waiting with { Name = "reader", Capacity = 100 });
        var reading = CountAsync(reader);
        var run = session.RunAsync(interrupt.Token);
        await Eventually.HoldsAsync(() => stuck.IsWaitedFor);

        await interrupt.CancelAsync();
        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.True(stuck.IsWaitedFor);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await ComesToAnEndAsync(run);

        var published = (await run).Summary.FramesOut;
        Assert.True((await run).Summary.Interrupted);
        Assert.Equal((published, published), (sink.Results.Count, await reading));
        Assert.NotNull(sink.Summary);
        // What waited for it is still there to be read.
        Assert.Equal(2, await CountAsync(stuck));
        Assert.Single(_log.Entries, entry => entry.Level == LogLevel.Warning && entry.Text.Contains("peaks", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Feed_SinkThatIsSlowWhenTheRunIsInterrupted_StillGetsEverything()
    {
        await using var scheduler = Started(() => Predictor);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sink = new CollectingSink { OnWrite = () => gate.Task.WaitAsync(Patience) };
        await using var session = TimedSession(scheduler, sink);
        using var interrupt = new CancellationTokenSource();
        var run = session.RunAsync(interrupt.Token);
        await Eventually.HoldsAsync(() => session.Feed.Subscriptions is [{ IsWaitedFor: true }]);

        await interrupt.CancelAsync();
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.True(Assert.Single(session.Feed.Subscriptions).IsWaitedFor);
        gate.SetResult();

        var outcome = await run.WaitAsync(Patience);
        Assert.Equal(outcome.Summary.FramesOut, sink.Results.Count);
        Assert.Empty(_log.Entries);
    }

    [Fact]
    public async Task DisposeAsync_AwaitedByTheReaderThatTheStreamWaitsFor_ComesToItsEnd()
    {
        await using var scheduler = Started(() => Predictor);
        var sink = new CollectingSink();
        var session = TimedSession(scheduler, sink);
        var subscription = session.Feed.Subscribe(Waiting);
        var run = session.RunAsync(CancellationToken.None);
        var reading = Task.Run(async () =>
        {
            await foreach (var _ in subscription.ReadAllAsync())
            {
                await Eventually.HoldsAsync(() => subscription.IsWaitedFor);
                await session.DisposeAsync();
                break;
            }
        });

        await ComesToAnEndAsync(reading);

        Assert.True((await run.WaitAsync(Patience)).Summary.Interrupted);
        Assert.True(sink.IsDisposed);
    }

    private StreamSession TimedSession(InferenceScheduler scheduler, ISink sink) => new(
        new SessionOptions { Name = "test" }, Frames(int.MaxValue), [sink], scheduler, new FirstPixelPreprocessor(), _time, _log);

    // Whoever is waited for is looked for once a second.
    private async Task ComesToAnEndAsync(Task task)
    {
        await Eventually.HoldsAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return task.IsCompleted;
        });
        await task;
    }

    private static async Task<int> CountAsync(Subscription subscription)
    {
        var items = 0;
        await foreach (var _ in subscription.ReadAllAsync()) items++;
        return items;
    }

    /// <summary>A source that nobody ever reaches.</summary>
    private sealed class ReportingSource : ISource, IReportsState
    {
        public string Name => "far away";

        public SourceMonitor Monitor { get; } = new(TimeProvider.System);

        public async Task<SourceDescription> OpenAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new InvalidOperationException();
        }

        public Task ReadAsync(IMediaWriter output, CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask DisposeAsync() => default;
    }
}
