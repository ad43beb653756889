using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Inference;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Hosting.Streams;
using StavisLive.Testing;
using static StavisLive.Hosting.Tests.Streams.TestStreams;

namespace StavisLive.Hosting.Tests.Streams;

/// <summary>Streams under one manager, with a network that costs nothing and a clock that stands still.</summary>
public sealed class StreamManagerTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly CollectingSinks _sinks = new();
    private readonly CollectedLogs _logs = new();
    private readonly CenterPredictor _network = new();
    private readonly StreamManager _manager;

    public StreamManagerTests() => _manager = Manager(_network);

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _manager.DisposeAsync();

    [Fact]
    public async Task StopAsync_Running_ClosesItsOutputsAndTellsHowItEnded()
    {
        var stream = _manager.Start(Plan(Endless("a")));
        await _manager.UntilAsync(stream, StreamState.Running);
        Assert.Equal("a", Assert.Single(_manager.Status()).Stream);

        var end = await _manager.StopAsync("a");

        Assert.Equal((StreamState.Ended, true), (stream.State, end.Succeeded));
        Assert.True(end.Outcome!.Summary.Interrupted);
        var sink = Assert.Single(_sinks.Of("a"));
        Assert.True(sink.Summary is not null && sink.IsDisposed && !sink.WasCalledAfterDisposal);
        Assert.Empty(_manager.Streams);
        Assert.Same(end, Assert.Single(_manager.Ends));
    }

    [Fact]
    public async Task IsNetworkOnCuda_DeviceThatFails_IsSoNoMore()
    {
        _network.UsesCuda = true;
        Assert.False(_manager.IsNetworkOnCuda);
        _manager.PrepareNetwork(new ModelConfig());
        await Eventually.HoldsAsync(() => _manager.IsNetworkOnCuda);

        _network.UsesCuda = false;

        Assert.False(_manager.IsNetworkOnCuda);
        Assert.True(_manager.IsNetworkReady);
    }

    [Fact]
    public async Task Start_SourceEnds_StaysListedUntilItIsStopped()
    {
        var stream = _manager.Start(Short("a"));
        var end = await stream.Ended;

        Assert.Same(stream, Assert.Single(_manager.Streams));
        Assert.Equal(StreamState.Ended, stream.State);
        Assert.Equal(20, end.Outcome!.Summary.FramesOut);
        Assert.Same(end, await _manager.StopAsync("a"));
        Assert.Empty(_manager.Streams);
    }

    [Fact]
    public async Task Start_NameThatIsTaken_IsRefusedWhileThatOneIsUnderWay()
    {
        var first = _manager.Start(Plan(Endless("a")));

        var error = Assert.Throws<InvalidOperationException>(() => _manager.Start(Short("a")));

        Assert.Contains("\"a\" is under way", error.Message);
        await _manager.UntilAsync(first, StreamState.Running);
    }

    [Fact]
    public async Task Start_NameOfOneThatHasEnded_TakesItsPlace()
    {
        await _manager.Start(Short("a")).Ended;

        var second = _manager.Start(Short("a"));

        Assert.Same(second, Assert.Single(_manager.Streams));
        Assert.True((await second.Ended).Succeeded);
        Assert.Equal(2, _manager.Ends.Count);
    }

    [Fact]
    public async Task StopAndReplaceAsync_UnknownName_AreRefused()
    {
        Assert.Contains("\"b\"", (await Assert.ThrowsAsync<KeyNotFoundException>(() => _manager.StopAsync("b"))).Message);
        await Assert.ThrowsAsync<KeyNotFoundException>(() => _manager.ReplaceAsync(Plan(Endless("b"))));
        Assert.Null(_manager.Find("b"));
    }

    [Fact]
    public async Task ReplaceAsync_Running_BeginsTheSecondOnceTheFirstIsClosed()
    {
        var first = _manager.Start(Plan(Endless("a")));
        await _manager.UntilAsync(first, StreamState.Running);
        var wasClosed = false;
        _sinks.Making = _ => wasClosed = _sinks.Of("a")[0].IsDisposed;

        var second = await _manager.ReplaceAsync(Plan(Endless("a", fps: 20)));
        await _manager.UntilAsync(second!, StreamState.Running);

        Assert.True(wasClosed);
        Assert.Equal(StreamState.Ended, first.State);
        Assert.Same(second, Assert.Single(_manager.Streams));
    }

    [Fact]
    public async Task ReplaceAsync_ManyAtOnce_LeavesOneOfThem()
    {
        _manager.Start(Plan(Endless("a")));

        var replaced = await Task.WhenAll(Enumerable.Range(10, 8).Select(fps => Task.Run(() => _manager.ReplaceAsync(Plan(Endless("a", fps))))));

        var left = Assert.Single(_manager.Streams);
        Assert.Contains(left, replaced);
        Assert.All(replaced.OfType<HostedStream>(), stream => Assert.Equal(stream == left, !stream.Ended.IsCompleted));
    }

    [Fact]
    public async Task Start_SourceThatIsNotThere_FailsAloneAndSaysWhy()
    {
        var other = _manager.Start(Plan(Endless("a")));

        var gone = _manager.Start(Plan(Broken("gone")));
        var end = await gone.Ended;

        Assert.Equal(StreamState.Failed, gone.State);
        Assert.IsType<SourceException>(end.Cause);
        Assert.Null(end.Outcome);
        await _manager.UntilAsync(other, StreamState.Running);
        Assert.Contains(_logs.Lines, line => line.StartsWith($"Error {typeof(HostedStream).FullName} gone: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_OutputsOfThatNameWritten_KeepsThem()
    {
        var folder = Directory.CreateTempSubdirectory("manager-");
        try
        {
            var plan = Short("a");
            plan = plan with { Config = plan.Config with { Outputs = new() { Display = false, Metrics = Path.Combine(folder.FullName, "m.jsonl") } } };

            await _manager.Start(plan).Ended;
            await _manager.Start(plan).Ended;

            Assert.Equal(["m.1.jsonl", "m.jsonl"], folder.GetFiles().Select(file => file.Name).Order());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Start_FlightRecorderWhoseFolderCannotBeMade_LeavesNoSinkBehind()
    {
        var file = Path.GetTempFileName();
        try
        {
            var plan = Short("a");
            var outputs = new OutputConfig { Display = false, Recorder = new() { Folder = Path.Combine(file, "recordings") } };
            plan = plan with { Config = plan.Config with { Outputs = outputs } };

            var end = await _manager.Start(plan).Ended;

            Assert.IsType<SinkException>(end.Cause);
            Assert.Empty(_sinks.Of("a"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Start_SourceThatCannotBeMade_LeavesNoSinkBehind()
    {
        var plan = Short("a");

        var end = await _manager.Start(plan with { Config = plan.Config with { Limits = new() { MaxFrames = 0 } } }).Ended;

        Assert.IsType<ArgumentOutOfRangeException>(end.Cause);
        Assert.Empty(_sinks.Of("a"));
    }

    [Fact]
    public async Task Start_SinksOfAnotherProviderThatCannotBeMade_LeavesNoSinkBehind()
    {
        var refusal = new InvalidOperationException("Not this one.");
        var refusing = new CollectingSinks { Making = _ => throw refusal };
        await using var manager = new StreamManager((ModelConfig _) => _network, _time, _logs, [_sinks, refusing]);

        var end = await manager.Start(Short("a")).Ended;

        Assert.Same(refusal, end.Cause);
        Assert.True(Assert.Single(_sinks.Of("a")).IsDisposed);
    }

    [Fact]
    public async Task Starting_Handler_SeesTheStreamBeforeItsOutputsAreMade()
    {
        var seen = new List<(string Name, int Sinks)>();
        _manager.Starting += stream => seen.Add((stream.Name, _sinks.Of(stream.Name).Count));

        await _manager.Start(Short("a")).Ended;

        Assert.Equal([("a", 0)], seen);
    }

    [Fact]
    public async Task Feed_SubscribedWhileStarting_GetsEveryFrame()
    {
        Subscription? subscription = null;
        _manager.Starting += stream => subscription = stream.Feed.Subscribe(new() { Name = "test", WaitsOffline = true });
        var stream = _manager.Start(Short("a", frames: 20));

        var reading = FramesOfAsync(() => subscription);
        Assert.True((await stream.Ended).Succeeded);

        Assert.Equal(20, await reading);
    }

    [Fact]
    public async Task Feed_LastSubscriberLeaves_StreamGoesOnToItsEnd()
    {
        Subscription? subscription = null;
        _manager.Starting += stream => subscription = stream.Feed.Subscribe(new() { Name = "test", WaitsOffline = true });
        var stream = _manager.Start(Short("a", frames: 40));
        while (subscription is null) await Task.Yield();
        await using var left = subscription;
        await foreach (var _ in subscription.ReadAllAsync()) break;

        var end = await stream.Ended.WaitAsync(Eventually.Patience);

        Assert.Equal(40, end.Outcome!.Summary.FramesOut);
        Assert.Empty(stream.Feed.Subscriptions);
    }

    [Fact]
    public async Task StopAsync_SubscriberThatIsWaitedForNeverReads_StopsAllTheSame()
    {
        Subscription? subscription = null;
        _manager.Starting += stream => subscription = stream.Feed.Subscribe(new() { Name = "test", WaitsOffline = true });
        var stream = _manager.Start(Short("a", frames: 40));
        await Eventually.HoldsAsync(() => subscription is { Waiting: 8 });
        await using var stuck = subscription;

        var stopping = _manager.StopAsync("a");
        await Eventually.HoldsAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return stopping.IsCompleted;
        });

        Assert.True((await stopping).Succeeded);
        Assert.Equal((await stopping).Outcome!.Summary.FramesOut, Assert.Single(_sinks.Of("a")).Results.Count);
    }

    [Fact]
    public async Task Feed_OfAStreamThatNeverBegins_Ends()
    {
        var stream = _manager.Start(Plan(Broken("gone")));
        await using var subscription = stream.Feed.Subscribe(new() { Name = "test" });
        await stream.Ended;

        Assert.Equal(0, await FramesOfAsync(() => subscription));
    }

    [Fact]
    public async Task Starting_HandlerThrows_IsThatStreamsFailure()
    {
        var refusal = new InvalidOperationException("Not this one.");
        _manager.Starting += stream => { if (stream.Name == "refused") throw refusal; };

        var refused = _manager.Start(Short("refused"));
        var other = _manager.Start(Short("other"));

        Assert.Same(refusal, (await refused.Ended).Cause);
        Assert.True((await other.Ended).Succeeded);
    }

    [Fact]
    public async Task NetworkFailure_CannotBeMade_EndsEveryStreamAndThoseThatComeLater()
    {
        var cause = new InvalidDataException("No such weights.");
        await using var manager = Manager(() => throw cause);

        var first = manager.Start(Plan(Endless("a")));
        var second = manager.Start(Plan(Endless("b")));
        Assert.Same(cause, (await first.Ended).Cause);
        Assert.Same(cause, (await second.Ended).Cause);
        var late = manager.Start(Plan(Endless("c")));

        Assert.Same(cause, (await late.Ended).Cause);
        Assert.Same(cause, manager.NetworkFailure);
        Assert.Same(cause, await Assert.ThrowsAsync<InvalidDataException>(() => manager.NetworkFailed));
        Assert.All(new[] { first, second, late }, stream => Assert.Equal(StreamState.Failed, stream.State));
        Assert.DoesNotContain(_logs.Lines, line => line.Contains(cause.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task NetworkFailure_InTheMiddle_EndsStreamsThatWaitForTheirSourcesToo()
    {
        var cause = new InvalidOperationException("Out of memory.");
        await using var manager = Manager(new CenterPredictor { Failure = cause, FailAt = 3 });
        var waiting = manager.Start(Plan(Endless("waiting")));
        await manager.UntilAsync(waiting, StreamState.Running);

        var working = manager.Start(Short("working", frames: 200));

        Assert.Same(cause, (await working.Ended).Cause);
        Assert.Same(cause, (await waiting.Ended).Cause);
    }

    [Fact]
    public async Task DisposeAsync_StreamsUnderWay_ClosesThemAndTheNetwork()
    {
        var watching = _manager.WatchAsync(CancellationToken.None).CountAsync();
        var a = _manager.Start(Plan(Endless("a")));
        var b = _manager.Start(Plan(Endless("b")));
        await _manager.UntilAsync(streams => streams.All(stream => stream.State == StreamState.Running));

        await Task.WhenAll(_manager.DisposeAsync().AsTask(), _manager.DisposeAsync().AsTask());

        Assert.Equal((StreamState.Ended, StreamState.Ended), (a.State, b.State));
        Assert.All(new[] { "a", "b" }, name => Assert.NotNull(Assert.Single(_sinks.Of(name)).Summary));
        Assert.True(_network.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => _manager.Start(Short("c")));
        Assert.Throws<ObjectDisposedException>(() => _manager.PrepareNetwork(new ModelConfig()));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _manager.ApplyAsync(List(Endless("c"))));
        Assert.Equal(["a", "b"], _manager.Ends.Select(end => end.Plan.StreamName).Order());
        await watching.AsTask().WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task DisposeAsync_NothingEverStarted_IsDone() => await Manager(_network).DisposeAsync();

    [Fact]
    public async Task WhenAllEndedAsync_WaitsForTheLastOne()
    {
        await _manager.WhenAllEndedAsync(CancellationToken.None);
        _manager.Start(Plan(Endless("a")));
        await _manager.Start(Short("b")).Ended;
        var all = _manager.WhenAllEndedAsync(CancellationToken.None);
        Assert.False(all.IsCompleted);

        await _manager.StopAllAsync();

        await all.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(2, _manager.Streams.Count);
    }

    [Fact]
    public async Task WatchAsync_ReaderIsBusy_SeesTheNewestAndHoldsNobodyUp()
    {
        await using var watch = _manager.WatchAsync(CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await watch.MoveNextAsync());
        Assert.Empty(watch.Current);

        await _manager.Start(Short("a")).Ended;
        await _manager.StopAsync("a");
        await _manager.Start(Short("b")).Ended;

        Assert.True(await watch.MoveNextAsync());
        Assert.Equal("b", Assert.Single(watch.Current).Name);
    }

    [Fact]
    public async Task TriggerRecordings_OnlyWhatHasARecorderUnderWay_Writes()
    {
        var folder = Directory.CreateTempSubdirectory("recordings-");
        try
        {
            var recorded = Endless("recorded");
            recorded = recorded with { Outputs = recorded.Outputs with { Recorder = new() { Folder = folder.FullName } } };
            await _manager.ApplyAsync(List(recorded, Endless("other")));
            await _manager.UntilAsync(streams => streams.All(stream => stream.State == StreamState.Running));
            var stream = _manager.Find("recorded")!;

            Assert.Equal(1, _manager.TriggerRecordings("test"));
            await _manager.StopAsync("recorded");

            Assert.False(stream.TriggerRecording("test"));
            Assert.Equal(0, _manager.TriggerRecordings("test"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int> FramesOfAsync(Func<Subscription?> find)
    {
        Subscription? subscription;
        while ((subscription = find()) is null) await Task.Yield();
        return await subscription.CountAsync();
    }

    private StreamManager Manager(ISaliencyPredictor network) => Manager(() => network);

    private StreamManager Manager(Func<ISaliencyPredictor> create) => new((ModelConfig _) => create(), _time, _logs, [_sinks]);
}
