using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Sessions;

/// <summary>What a session tells whoever subscribes.</summary>
public sealed class StreamSessionFeedTests : SessionRunTests
{
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
