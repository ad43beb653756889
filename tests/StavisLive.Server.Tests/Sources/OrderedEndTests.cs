using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Hosting.Streams;
using StavisLive.Server.Sources;
using StavisLive.Server.Tests.Feeds;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Sources;

public sealed class OrderedEndTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly FedStreams _streams = new();
    private readonly ManualResetEventSlim _isTold = new();
    private readonly SourceCatalog _catalog;

    public OrderedEndTests() =>
        _catalog = new SourceCatalog(_streams.Manager, [new SlowObservers(_isTold)], TimeProvider.System, NullLogger<SourceCatalog>.Instance);

    public async ValueTask DisposeAsync()
    {
        _isTold.Set();
        await _catalog.StopAsync(CancellationToken.None);
        _catalog.Dispose();
        await _streams.DisposeAsync();
        _isTold.Dispose();
    }

    [Fact]
    public async Task StopAsync_StreamRuns_EndsItAndWaitsUntilThatIsTold()
    {
        var (stream, ending) = await EndAsync();
        Assert.False(ending.IsCompleted);
        _isTold.Set();
        await ending;
        Assert.Equal(StreamState.Ended, stream.State);
    }

    [Fact]
    public async Task StopAsync_EndThatIsNeverTold_HoldsUpNobodyForLong()
    {
        var (_, ending) = await EndAsync();
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(ending.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await ending;
    }

    private async Task<(HostedStream Stream, Task Ending)> EndAsync()
    {
        await _catalog.StartAsync(CancellationToken.None);
        var stream = _streams.Start("hall");
        await Eventually.HoldsAsync(() => _catalog.Find("hall")?.Stream == stream);
        var ending = new OrderedEnd(_streams.Manager, _catalog, _time).StopAsync(CancellationToken.None);
        await stream.Ended;
        return (stream, ending);
    }

    /// <summary>Whoever they stand for takes its time with the end.</summary>
    private sealed class SlowObservers(ManualResetEventSlim isTold) : IStreamObserverFactory, IStreamObserver
    {
        public IStreamObserver Observe(WatchedSource source) => this;

        public void OnResult(SaliencyResult result, AttentionSample sample)
        {
        }

        public void OnState(SourceStateChange change)
        {
        }

        public void OnAudio(AudioChange change)
        {
        }

        public void Dispose() => isTold.Wait(Eventually.Patience);
    }
}
