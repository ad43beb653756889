using Microsoft.Extensions.Logging;
using StavisLive.Core.Sinks;
using StavisLive.Hosting.Streams;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Feeds.Lsl;

/// <summary>Offers peaks, entropy and zones of each source to the Lab Streaming Layer, where its library is installed.</summary>
internal sealed partial class LslFeed : StreamFollower
{
    private static readonly (string Label, string Unit)[] Channels =
        [("peak_x", "normalized"), ("peak_y", "normalized"), ("entropy", "bits"), ("zone", "index")];

    private readonly LslLibrary? _library;
    private readonly SourceCatalog _catalog;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    /// <param name="catalog">Knows the sources' ids.</param>
    /// <param name="manager">The streams; borrowed.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told what is missing or failed.</param>
    public LslFeed(SourceCatalog catalog, StreamManager manager, TimeProvider time, ILogger<LslFeed> log)
        : this(LslLibrary.TryLoad(), catalog, manager, time, log)
    {
    }

    internal LslFeed(LslLibrary? library, SourceCatalog catalog, StreamManager manager, TimeProvider time, ILogger log)
        : base(manager, log)
    {
        (_library, _catalog, _time, _log) = (library, catalog, time, log);
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_library is not null) return base.ExecuteAsync(stoppingToken);
        LogMissing(_log);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    protected override async Task FollowAsync(HostedStream stream, CancellationToken stop)
    {
        var source = _catalog.GetOrAdd(stream.Name);
        await using var subscription = stream.Feed.Subscribe(new SubscriptionOptions { Name = "lsl", Kind = "lsl" });
        var outlet = _library!.Create($"stavis-live {source.Id}", $"stavis-live-{Environment.MachineName}-{source.Id}", Channels);
        if (outlet == 0) throw new InvalidOperationException("liblsl refuses to make an outlet.");
        try
        {
            await foreach (var item in subscription.ReadAllAsync(stop).ConfigureAwait(false))
            {
                if (item is StreamItem.Result { Value: var result }) Push(outlet, stream, result);
            }
        }
        finally
        {
            _library.Destroy(outlet);
        }
    }

    // A sample's time is its frame's, not its map's, however long that has waited here.
    private void Push(nint outlet, HostedStream stream, SaliencyResult result)
    {
        var sample = AttentionSample.Of(result, _time.GetUtcNow());
        var zone = ZoneIndex.Of(sample.Peak, stream.Plan.Config.Source);
        _library!.Push(
            outlet, [(float)sample.Peak.X, (float)sample.Peak.Y, (float)sample.Entropy, zone], _library.Clock() - _time.GetElapsedTime(result.CapturedAt).TotalSeconds);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "`publish.lsl` needs liblsl, which is not installed (https://github.com/sccn/liblsl/releases); nothing is offered to the Lab Streaming Layer")]
    private static partial void LogMissing(ILogger log);
}
