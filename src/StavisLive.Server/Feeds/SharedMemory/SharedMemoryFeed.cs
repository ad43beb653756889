using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Core.Sinks;
using StavisLive.Hosting.Streams;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Feeds.SharedMemory;

/// <summary>Writes the maps of each source into shared memory of its own, <c>NAME.ID</c>, as long as its stream runs.</summary>
internal sealed class SharedMemoryFeed : StreamFollower
{
    // A reader that follows a stream lets go of its memory within milliseconds of its end.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly SourceCatalog _catalog;
    private readonly TimeProvider _time;
    private readonly string _name;
    private readonly string _folder;
    private NameLock? _lock;

    /// <param name="config">Says what it is called.</param>
    /// <param name="catalog">Knows the sources' ids.</param>
    /// <param name="manager">The streams; borrowed.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told what failed.</param>
    public SharedMemoryFeed(PublishConfig config, SourceCatalog catalog, StreamManager manager, TimeProvider time, ILogger<SharedMemoryFeed> log)
        : this(config.SharedMemory!, "/dev/shm", catalog, manager, time, log)
    {
    }

    internal SharedMemoryFeed(string name, string folder, SourceCatalog catalog, StreamManager manager, TimeProvider time, ILogger log)
        : base(manager, log)
    {
        (_name, _folder, _catalog, _time) = (name, folder, catalog, time);
    }

    /// <inheritdoc />
    /// <exception cref="IOException">Another program has the name.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _lock = NameLock.Take(_folder, _name);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        base.Dispose();
        _lock?.Dispose();
    }

    /// <inheritdoc />
    protected override async Task FollowAsync(HostedStream stream, CancellationToken stop)
    {
        var source = _catalog.MonitorOf(stream.Name);
        await using var subscription = stream.Feed.Subscribe(new SubscriptionOptions { Name = "shared memory", Kind = "shared-memory" });
        using var file = await CreateAsync($"{_name}.{source.Id}", stop).ConfigureAwait(false);
        await foreach (var item in subscription.ReadAllAsync(stop).ConfigureAwait(false))
        {
            if (item is StreamItem.Result { Value: var result }) file.Ring.Write(result, AttentionSample.Of(result, _time.GetUtcNow()));
        }
    }

    // On Windows a name is taken until the last reader of the stream before has let go of it.
    private async Task<RingFile> CreateAsync(string name, CancellationToken stop)
    {
        var began = _time.GetTimestamp();
        while (true)
        {
            try
            {
                return RingFile.Create(_folder, name);
            }
            catch (IOException) when (OperatingSystem.IsWindows() && _time.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(Pause, _time, stop).ConfigureAwait(false);
            }
        }
    }
}
