using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Streams;
using StavisLive.Testing;
using static StavisLive.Hosting.Tests.Streams.TestStreams;

namespace StavisLive.Hosting.Tests.Streams;

/// <summary>Plans that a manager is given one after the other, with a network that costs nothing and a clock that stands still.</summary>
public sealed class PlanApplierTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly CollectingSinks _sinks = new();
    private readonly CollectedLogs _logs = new();
    private readonly StreamManager _manager;

    // Where a stream that hangs would close its files; a test that fails mustn't hang with it.
    private readonly TaskCompletionSource _disk = new();

    public PlanApplierTests() => _manager = new StreamManager((ModelConfig _) => new CenterPredictor(), _time, _logs, [_sinks]);

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync()
    {
        _disk.TrySetResult();
        return _manager.DisposeAsync();
    }

    [Fact]
    public async Task ApplyAsync_Change_LeavesUnchangedAndOtherStreamsAlone()
    {
        await _manager.ApplyAsync(List(Endless("kept"), Endless("removed"), Endless("changed")));
        var own = _manager.Start(Plan(Endless("own")));
        var before = _manager.Streams.ToDictionary(stream => stream.Name);
        await _manager.UntilAsync(streams => streams.All(stream => stream.State == StreamState.Running));

        await _manager.ApplyAsync(List(Endless("added"), Endless("changed", fps: 20), Endless("kept")));

        Assert.Equal(["added", "changed", "kept", "own"], _manager.Streams.Select(stream => stream.Name).Order());
        Assert.Same(before["kept"], _manager.Find("kept"));
        Assert.Same(own, _manager.Find("own"));
        Assert.Equal(20, _manager.Find("changed")!.Plan.Config.Window.Fps);
        Assert.Equal((StreamState.Running, StreamState.Running), (before["kept"].State, own.State));
        Assert.Equal((StreamState.Ended, StreamState.Ended), (before["removed"].State, before["changed"].State));
        Assert.Single(_sinks.Of("kept"));
    }

    [Fact]
    public async Task ApplyAsync_StreamThatCannotCloseItsOutputs_HoldsNoOtherUpAndIsFollowedWhenItHas()
    {
        _sinks.Completing = plan => plan is { StreamName: "hung", Config.Window.Fps: 25 } ? _disk.Task : Task.CompletedTask;
        await _manager.ApplyAsync(List(Endless("hung"), Endless("removed"), Endless("other")));
        await _manager.UntilAsync(streams => streams.All(stream => stream.State == StreamState.Running));
        var hung = _manager.Find("hung")!;

        var first = _manager.ApplyAsync(List(Endless("hung", fps: 20), Endless("other"), Endless("added")));
        await TimeOutAsync(first, "removed");
        Assert.Equal(["added", "hung", "other"], _manager.Streams.Select(stream => stream.Name).Order());
        Assert.Equal(StreamState.Stopping, hung.State);
        Assert.Contains(_logs.Lines, line =>
            line.Contains("hung has not closed its outputs within 10 s", StringComparison.Ordinal) && line.EndsWith("What is to take its place begins when it has", StringComparison.Ordinal));

        // And another time: what is wanted in the end is what follows.
        await TimeOutAsync(_manager.ApplyAsync(List(Endless("hung", fps: 15), Endless("third"))), "other", "added");
        Assert.Equal(["hung", "third"], _manager.Streams.Select(stream => stream.Name).Order());

        _disk.SetResult();
        await _manager.UntilAsync(_ => _manager.Find("hung") is { Plan.Config.Window.Fps: 15, State: StreamState.Running });
        Assert.Equal(StreamState.Ended, hung.State);
        Assert.Equal(2, _sinks.Of("hung").Count);
    }

    [Fact]
    public async Task ChangeAsync_StreamThatCannotCloseItsOutputs_HoldsNoReloadUp()
    {
        await ChangeWhatHangsAsync();

        await _manager.ApplyAsync(List(Endless("hung", fps: 20), Endless("added")));
        Assert.NotNull(_manager.Find("added"));

        _disk.SetResult();
        await _manager.UntilAsync(_ => _manager.Find("hung") is { Plan.Config.Window.Fps: 20, State: StreamState.Running });
    }

    [Fact]
    public async Task ChangeAsync_StreamThatIsStoppedBeforeItHasClosed_StaysStopped()
    {
        await ChangeWhatHangsAsync();

        var stopped = _manager.StopAsync("hung");
        _disk.SetResult();
        await stopped;

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _manager.WhenAllEndedAsync(patience.Token);
        Assert.Empty(_manager.Streams);
        Assert.Single(_sinks.Of("hung"));
    }

    [Fact]
    public async Task StopAllAsync_StreamThatIsToBeFollowed_EndsAndIsNotFollowed()
    {
        await ChangeWhatHangsAsync();

        var stopped = _manager.StopAllAsync();
        _disk.SetResult();
        await stopped;

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _manager.WhenAllEndedAsync(patience.Token);
        Assert.Equal(25, Assert.Single(_manager.Streams).Plan.Config.Window.Fps);
        Assert.Single(_sinks.Of("hung"));
    }

    [Theory]
    [InlineData(25)]
    [InlineData(15)]
    public async Task ChangeAsync_AgainBeforeTheStreamHasClosed_TheLastOneFollowsAlone(double fps)
    {
        await ChangeWhatHangsAsync();

        await TimeOutAsync(_manager.ChangeAsync(Plan(Endless("hung", fps))));
        _disk.SetResult();

        await _manager.UntilAsync(_ => _manager.Find("hung") is { State: StreamState.Running } stream && stream.Plan.Config.Window.Fps == fps);
        Assert.Equal(2, _sinks.Of("hung").Count);
    }

    [Fact]
    public async Task ApplyAsync_BeforeAChangedStreamHasClosed_FollowsAlone()
    {
        await ChangeWhatHangsAsync();

        await TimeOutAsync(_manager.ApplyAsync(List(Endless("hung", fps: 15))));
        _disk.SetResult();

        await _manager.UntilAsync(_ => _manager.Find("hung") is { Plan.Config.Window.Fps: 15, State: StreamState.Running });
        Assert.Equal(2, _sinks.Of("hung").Count);
    }

    [Fact]
    public async Task ApplyAsync_ChangedStreamThatIsStoppedBeforeItHasClosed_StaysStoppedAndIsDroppedLater()
    {
        var dropped = new List<string>();
        _manager.Dropped += dropped.Add;
        await RunWhatHangsAsync();
        await TimeOutAsync(_manager.ApplyAsync(List(Endless("hung", fps: 20))));

        var stopped = _manager.StopAsync("hung");
        _disk.SetResult();
        await stopped;

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _manager.WhenAllEndedAsync(patience.Token);
        Assert.Empty(_manager.Streams);
        await _manager.ApplyAsync(List(Endless("other")));
        Assert.Equal(["hung"], dropped);
    }

    [Fact]
    public async Task Start_NameOfAStreamThatIsToBeFollowed_IsRefusedAndTheFollowerComes()
    {
        await ChangeWhatHangsAsync();
        Assert.False(_manager.IsClosing("hung"));
        Assert.Equal(20, _manager.PlanOf("hung")!.Config.Window.Fps);

        Assert.Throws<InvalidOperationException>(() => _manager.Start(Plan(Endless("hung", fps: 15))));
        _disk.SetResult();

        await _manager.UntilAsync(_ => _manager.Find("hung") is { Plan.Config.Window.Fps: 20, State: StreamState.Running });
        Assert.Equal(20, _manager.PlanOf("hung")!.Config.Window.Fps);
    }

    [Fact]
    public async Task ApplyAsync_NameThatWasBegunMeanwhileAndCannotCloseEither_HoldsNoOtherUp()
    {
        _sinks.Completing = plan => plan.Config.Window.Fps == 25 ? _disk.Task : Task.CompletedTask;
        await _manager.ApplyAsync(List(Endless("hung")));
        await _manager.UntilAsync(_manager.Find("hung")!, StreamState.Running);
        var applying = _manager.ApplyAsync(List(Endless("begun", fps: 20), Endless("added", fps: 20)));
        var begun = _manager.Start(Plan(Endless("begun")));
        await _manager.UntilAsync(begun, StreamState.Running);

        await TimeOutAsync(applying);

        Assert.NotNull(_manager.Find("added"));
        _disk.SetResult();
        await _manager.UntilAsync(_ => _manager.Find("begun") is { Plan.Config.Window.Fps: 20, State: StreamState.Running });
    }

    [Fact]
    public async Task StopInTimeAsync_ChangedStreamBeforeItBeginsAnew_StaysStopped()
    {
        var applying = await ChangeBesideWhatHangsAsync();

        await _manager.StopInTimeAsync("changed");
        await TimeOutAsync(applying);

        Assert.Null(_manager.PlanOf("changed"));
        Assert.Single(_sinks.Of("changed"));
    }

    [Fact]
    public async Task Start_NameOfAChangedStreamBeforeItBeginsAnew_IsRefusedAndItBegins()
    {
        var applying = await ChangeBesideWhatHangsAsync();

        Assert.Throws<InvalidOperationException>(() => _manager.Start(Plan(Endless("changed", fps: 15))));
        await TimeOutAsync(applying);

        Assert.Equal(20, _manager.Find("changed")!.Plan.Config.Window.Fps);
    }

    [Fact]
    public async Task ApplyAsync_StreamsThatAreKept_HaveTheirNewPlansAtOnce()
    {
        var kept = new List<StreamPlan>();
        _manager.Kept += kept.Add;

        var applying = await ChangeBesideWhatHangsAsync();

        Assert.Equal("door", Assert.Single(_manager.PlanOf("kept")!.Config.Source.Zones).Name);
        Assert.Equal("door", Assert.Single(Assert.Single(kept).Config.Source.Zones).Name);
        Assert.False(applying.IsCompleted);
        await TimeOutAsync(applying);
    }

    [Fact]
    public async Task ApplyAsync_CancelledWhileAStreamCloses_LeavesNothingToFollowAndTheNextPlanBeginsAllOfItsOwn()
    {
        using var cancelled = new CancellationTokenSource();
        var applying = await ChangeBesideWhatHangsAsync(cancelled.Token);

        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => applying);
        Assert.Equal(25, _manager.PlanOf("changed")!.Config.Window.Fps);
        _disk.SetResult();
        await _manager.ApplyAsync(List(Endless("hung"), Endless("changed"), Endless("kept")));

        await _manager.UntilAsync(streams => streams.Count == 3 && streams.All(stream => stream.State == StreamState.Running));
        Assert.Equal(2, _sinks.Of("changed").Count);
    }

    [Fact]
    public async Task StopInTimeAsync_StreamThatCannotCloseItsOutputs_IsListedUntilItHas()
    {
        await RunWhatHangsAsync();

        await TimeOutAsync(_manager.StopInTimeAsync("hung"));

        Assert.Equal(StreamState.Stopping, Assert.Single(_manager.Streams).State);
        Assert.True(_manager.IsClosing("hung"));
        Assert.Contains(_logs.Lines, line =>
            line.Contains("hung has not closed its outputs within 10 s", StringComparison.Ordinal) && line.EndsWith("is a disk or a server of files gone?", StringComparison.Ordinal));
        _disk.SetResult();
        await _manager.UntilAsync(streams => streams.Count == 0);
    }

    [Fact]
    public async Task ChangeAsync_StoppedStreamThatCannotCloseItsOutputs_StaysStopped()
    {
        await RunWhatHangsAsync();
        await TimeOutAsync(_manager.StopInTimeAsync("hung"));

        await TimeOutAsync(_manager.ChangeAsync(Plan(Endless("hung", fps: 20))));
        _disk.SetResult();

        await _manager.UntilAsync(streams => streams.Count == 0);
        Assert.Single(_sinks.Of("hung"));
    }

    [Fact]
    public async Task ApplyAsync_WithoutAStream_TellsThatItIsDropped()
    {
        var dropped = new List<string>();
        _manager.Dropped += dropped.Add;
        await _manager.ApplyAsync(List(Endless("stopped"), Endless("changed"), Endless("kept"), Endless("running")));
        await _manager.StopAsync("stopped");

        await _manager.ApplyAsync(List(Endless("changed", fps: 20), Endless("kept")));

        Assert.Equal(["stopped", "running"], dropped);
    }

    [Fact]
    public async Task ApplyAsync_SamePlanAgain_BeginsNothingThatHasEnded()
    {
        await _manager.ApplyAsync(List(Broken("gone"), Endless("a")));
        await _manager.Find("gone")!.Ended;

        await _manager.ApplyAsync(List(Endless("a"), Broken("gone")));

        Assert.Single(_manager.Ends);
        Assert.Equal(StreamState.Failed, _manager.Find("gone")!.State);
    }

    [Fact]
    public async Task ApplyAsync_NameOfAStreamThatWasOnlyStarted_TakesItsPlace()
    {
        var own = _manager.Start(Plan(Endless("a")));

        await _manager.ApplyAsync(List(Endless("a", fps: 20)));

        Assert.Equal(StreamState.Ended, own.State);
        Assert.Equal(20, Assert.Single(_manager.Streams).Plan.Config.Window.Fps);
    }

    // Applies a plan without a stream that cannot close its files, up to where one beside it has ended that is to begin anew.
    private async Task<Task> ChangeBesideWhatHangsAsync(CancellationToken cancellationToken = default)
    {
        _sinks.Completing = plan => plan.StreamName == "hung" ? _disk.Task : Task.CompletedTask;
        await _manager.ApplyAsync(List(Endless("hung"), Endless("changed"), Endless("kept")), CancellationToken.None);
        await _manager.UntilAsync(streams => streams.All(stream => stream.State == StreamState.Running));
        var kept = Endless("kept");
        kept = kept with { Source = kept.Source with { Zones = [new ZoneConfig { Name = "door", Corners = [new(0, 0), new(0.5, 0), new(0, 0.5)] }] } };
        var applying = _manager.ApplyAsync(List(Endless("changed", fps: 20), kept), cancellationToken);
        await _manager.UntilAsync(_manager.Find("changed")!, StreamState.Ended);
        return applying;
    }

    // Runs a stream that cannot close its files, and gives it another plan.
    private async Task ChangeWhatHangsAsync()
    {
        await RunWhatHangsAsync();
        await TimeOutAsync(_manager.ChangeAsync(Plan(Endless("hung", fps: 20))));
    }

    private async Task RunWhatHangsAsync()
    {
        _sinks.Completing = plan => plan is { StreamName: "hung", Config.Window.Fps: 25 } ? _disk.Task : Task.CompletedTask;
        await _manager.ApplyAsync(List(Endless("hung")));
        await _manager.UntilAsync(_manager.Find("hung")!, StreamState.Running);
    }

    // The clock stands still, but for this, and until those that do not hang have closed their files.
    private async Task TimeOutAsync(Task waiting, params string[] removed)
    {
        await _manager.UntilAsync(streams => !streams.Any(stream => removed.Contains(stream.Name)));
        await Eventually.HoldsAsync(
            () =>
            {
                if (!waiting.IsCompleted) _time.Advance(TimeSpan.FromSeconds(1));
                return waiting.IsCompleted;
            },
            () => "It waits for ever.");
        await waiting;
    }
}
