using Microsoft.Extensions.Time.Testing;
using OpenCvSharp;
using StavisLive.Core.Configuration;
using StavisLive.Core.Inference;
using StavisLive.Core.Sources;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Streams;
using StavisLive.Testing;
using static StavisLive.Hosting.Tests.Streams.TestStreams;

namespace StavisLive.Hosting.Tests.Streams;

/// <summary>Streams for one user each, beside those that the manager lists.</summary>
public sealed class AsideStreamsTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly CollectingSinks _sinks = new();
    private readonly CollectedLogs _logs = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aside-");
    private readonly StreamManager _manager;

    public AsideStreamsTests() => _manager = Manager(new CenterPredictor());

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        await _manager.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsideAsync_EndsOrFails_IsToldToItsUserAlone(bool fails)
    {
        var starting = new List<string>();
        _manager.Starting += stream => starting.Add(stream.Name);

        var end = await _manager.RunAsideAsync(fails ? Plan(Broken("aside")) : Short("aside"), async stream =>
        {
            var end = await stream.Ended;
            Assert.Empty(_manager.Streams);
            Assert.Empty(_manager.Status());
            return end;
        });

        Assert.Equal((!fails, fails), (end.Succeeded, end.Cause is SourceException));
        Assert.Empty(_manager.Ends);
        Assert.Empty(starting);
        Assert.Empty(_sinks.Of("aside"));
        Assert.Empty(_logs.Lines);
    }

    [Fact]
    public async Task RunAsideAsync_SourceBreaksOff_IsLoggedByItsName()
    {
        using var good = new Mat(48, 64, MatType.CV_8UC3, Scalar.Gray);
        good.ImWrite(Path.Combine(_folder.FullName, "a.png"));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "b.png"), "", TestContext.Current.CancellationToken);
        var plan = HostPlan.Of(new StavisConfig { Source = new() { Input = _folder.FullName }, Outputs = new() { Display = false } }).Streams[0];

        var end = await _manager.RunAsideAsync(plan with { StreamName = "upload" }, stream => stream.Ended);

        Assert.NotNull(end.Outcome?.SourceFailure);
        Assert.Contains(_logs.Lines, line => line.EndsWith($" upload: {end.Outcome.SourceFailure.Message}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsideAsync_NameThatIsTaken_GetsEveryFrameBesideThatOne()
    {
        var other = _manager.Start(Plan(Endless("a")));

        var frames = await _manager.RunAsideAsync(Short("a", frames: 20), async stream =>
        {
            await using var subscription = stream.Feed.Subscribe(new() { Name = "test", WaitsOffline = true });
            return await subscription.CountAsync();
        });

        Assert.Equal(20, frames);
        Assert.Same(other, Assert.Single(_manager.Streams));
    }

    [Fact]
    public async Task RunAsideAsync_UserThrows_EndsTheStreamAndThrowsThat()
    {
        HostedStream? used = null;
        var refusal = new InvalidOperationException("Not this one.");

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => _manager.RunAsideAsync<int>(Plan(Endless("aside")), stream =>
        {
            used = stream;
            throw refusal;
        }));

        Assert.Same(refusal, thrown);
        Assert.Equal(StreamState.Ended, used!.State);
    }

    [Fact]
    public async Task RunAsideAsync_UnderWay_KeepsTheManagerBusyAndEndsWithIt()
    {
        var running = _manager.RunAsideAsync(Plan(Endless("aside")), stream => stream.Ended);
        var all = _manager.WhenAllEndedAsync(CancellationToken.None);
        Assert.False(all.IsCompleted);

        await _manager.DisposeAsync();

        Assert.True((await running.WaitAsync(Eventually.Patience)).Succeeded);
        await all.WaitAsync(Eventually.Patience);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _manager.RunAsideAsync(Short("late"), stream => stream.Ended));
    }

    [Fact]
    public async Task RunAsideAsync_NetworkFails_FailsWithIt()
    {
        var cause = new InvalidOperationException("Out of memory.");
        await using var manager = Manager(new CenterPredictor { Failure = cause, FailAt = 3 });
        var waiting = manager.RunAsideAsync(Plan(Endless("aside")), stream => stream.Ended);

        await manager.Start(Short("working", frames: 200)).Ended;

        Assert.Same(cause, (await waiting.WaitAsync(Eventually.Patience)).Cause);
        Assert.Same(cause, (await manager.RunAsideAsync(Short("late"), stream => stream.Ended)).Cause);
    }

    private StreamManager Manager(ISaliencyPredictor network) => new((ModelConfig _) => network, _time, _logs, [_sinks]);
}
