using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Sinks;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Sinks;

/// <summary>What becomes of a sink that fails while its stream goes on.</summary>
public sealed class SinkRunnerTests
{
    private static readonly SinkException Full = new("disk full");

    private readonly StreamHub _hub = new("hall");
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingLogger _log = new();
    private readonly Queue<CollectingSink> _next = [];
    private long _published;

    [Fact]
    public async Task RunAsync_LiveSinkThatHasWorkedFails_IsFollowedByAnother()
    {
        var (first, second) = (Failing(), new CollectingSink("maps"));
        await using var runner = await StartAsync(first, [second], isLive: true);
        await FailAsync(first, TimeSpan.FromSeconds(10));
        await Eventually.HoldsAsync(() => first.IsDisposed);
        Assert.Same(Full, runner.Failure);

        _time.Advance(TimeSpan.FromSeconds(1));
        await PublishAsync(2, second);
        Assert.NotNull(runner.Failure);
        _time.Advance(TimeSpan.FromSeconds(10));
        await PublishAsync(1, second);
        await Eventually.HoldsAsync(() => runner.Failure is null);
        await EndAsync(runner);

        Assert.NotNull(second.Summary);
        Assert.Null(first.Summary);
        Assert.False(first.WasCalledAfterDisposal || second.WasCalledAfterDisposal);
        Assert.Equal([LogLevel.Error, LogLevel.Information], _log.Entries.Select(entry => entry.Level));
    }

    [Fact]
    public async Task RunAsync_WhatFollowsFailsAsWell_IsTriedAfterLongerAndLongerPausesAndToldOnce()
    {
        var first = Failing();
        CollectingSink[] followers = [.. Enumerable.Range(0, 8).Select(_ => new CollectingSink("maps") { OpenFailure = Full })];
        await using var runner = await StartAsync(first, followers, isLive: true);
        await FailAsync(first, TimeSpan.FromSeconds(10));
        await Eventually.HoldsAsync(() => first.IsDisposed);

        foreach (var (index, pause) in new[] { 1, 2, 4, 8, 16, 32, 60, 60 }.Index())
        {
            _time.Advance(TimeSpan.FromSeconds(pause - 0.1));
            await PublishAsync(3);
            Assert.False(followers[index].IsDisposed);
            _time.Advance(TimeSpan.FromSeconds(0.1));
            await PublishAsync(1);
            await Eventually.HoldsAsync(() => followers[index].IsDisposed);
        }
        await EndAsync(runner);

        Assert.Same(Full, runner.Failure);
        Assert.Single(_log.Entries);
    }

    [Fact]
    public async Task RunAsync_WhatHasFailedCannotBeDisposedEither_IsFollowedByAnotherAndTold()
    {
        var (first, second, third) = (
            new CollectingSink("maps") { WriteFailure = Full, FailAt = 3, DisposeFailure = new IOException("no such folder") },
            new CollectingSink("maps") { OpenFailure = Full, DisposeFailure = new IOException("no such folder") },
            new CollectingSink("maps") { DisposeFailure = new IOException("no such folder") });
        var runner = await StartAsync(first, [second, third], isLive: true);
        await FailAsync(first, TimeSpan.FromSeconds(10));
        await Eventually.HoldsAsync(() => first.IsDisposed);
        _time.Advance(TimeSpan.FromSeconds(1));
        await PublishAsync(1);
        await Eventually.HoldsAsync(() => second.IsDisposed);
        _time.Advance(TimeSpan.FromSeconds(2));

        await PublishAsync(1, third);
        await EndAsync(runner);
        await runner.DisposeAsync();

        Assert.NotNull(third.Summary);
        Assert.Equal(3, _log.Entries.Count(entry => entry.Text.Contains("could not be closed")));
    }

    [Theory]
    [InlineData(true, 5)]
    [InlineData(false, 10)]
    public async Task RunAsync_OfflineOrNeverWorked_StaysFailed(bool isLive, int seconds)
    {
        var first = Failing();
        await using var runner = await StartAsync(first, [], isLive);

        await FailAsync(first, TimeSpan.FromSeconds(seconds));

        await runner.Ended.WaitAsync(Eventually.Patience);
        Assert.Same(Full, runner.Failure);
        Assert.Empty(_hub.Subscriptions);
    }

    private static CollectingSink Failing() => new("maps") { WriteFailure = Full, FailAt = 3 };

    private async Task FailAsync(CollectingSink failing, TimeSpan after)
    {
        await PublishAsync(2, failing);
        _time.Advance(after);
        await PublishAsync(1, failing);
        await PublishAsync(1);
    }

    private async Task<SinkRunner> StartAsync(CollectingSink first, CollectingSink[] next, bool isLive)
    {
        foreach (var sink in next) _next.Enqueue(sink);
        var description = TestFrames.Description(isLive);
        _hub.Begin(isLive);
        _hub.Describe(description);
        var runner = new SinkRunner(first, _hub, _ => { }, () => Task.FromResult<ISink>(_next.Dequeue()), _time, _log);
        await runner.StartAsync(description, CancellationToken.None);
        return runner;
    }

    private async Task EndAsync(SinkRunner runner)
    {
        _hub.End();
        await runner.CompleteAsync(TestResults.Summary());
    }

    // One after the other, since a live stream waits for nobody.
    private async Task PublishAsync(int count, CollectingSink? taker = null)
    {
        for (var published = 0; published < count; published++)
        {
            var taken = taker?.Results.Count;
            using var result = TestResults.Make(_published++, [0.5f]);
            await _hub.PublishAsync(result);
            await Eventually.HoldsAsync(() => _hub.Subscriptions.All(one => one.Waiting == 0) && (taker is null || taker.Results.Count > taken));
        }
    }
}
