using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration.Publishing;
using StavisLive.Core.Sinks;
using StavisLive.Hosting.Streams;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Feeds.SharedMemory;

/// <summary>Writes the maps of each source into shared memory of its own, <c>NAME.ID</c>, as long as its stream runs.</summary>
internal sealed partial class SharedMemoryFeed : StreamFollower
{
    // A reader that follows a stream lets go of its memory within milliseconds of its end: for longer than this it is worth a word.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private const string Folder = "/dev/shm";

    private readonly SourceCatalog _catalog;
    private readonly TimeProvider _time;
    private readonly string _name;
    private readonly string _folder;
    private readonly Func<string, RingFile> _create;
    private readonly ILogger _log;
    private NameLock? _lock;

    /// <param name="config">Says what it is called.</param>
    /// <param name="catalog">Knows the sources' ids.</param>
    /// <param name="manager">The streams; borrowed.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told what failed.</param>
    public SharedMemoryFeed(PublishConfig config, SourceCatalog catalog, StreamManager manager, TimeProvider time, ILogger<SharedMemoryFeed> log)
        : this(config.SharedMemory!, Folder, name => RingFile.Create(Folder, name), catalog, manager, time, log)
    {
    }

    internal SharedMemoryFeed(
        string name, string folder, Func<string, RingFile> create, SourceCatalog catalog, StreamManager manager, TimeProvider time, ILogger log)
        : base(manager, log)
    {
        (_name, _folder, _create, _catalog, _time, _log) = (name, folder, create, catalog, time, log);
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
        var source = _catalog.GetOrAdd(stream.Name);
        await using var subscription = stream.Feed.Subscribe(new SubscriptionOptions { Name = "shared memory", Kind = "shared-memory" });
        using var file = await CreateAsync(stream, $"{_name}.{source.Id}", stop).ConfigureAwait(false);
        if (file is null) return;
        await foreach (var item in subscription.ReadAllAsync(stop).ConfigureAwait(false))
        {
            if (item is StreamItem.Result { Value: var result }) file.Ring.Write(result, AttentionSample.Of(result, _time.GetUtcNow()));
        }
    }

    // On Windows a name is taken as long as anybody has memory of it: a reader of the stream before, or one that made it itself.
    private async Task<RingFile?> CreateAsync(HostedStream stream, string name, CancellationToken stop)
    {
        var (began, isTold) = (_time.GetTimestamp(), false);
        while (!stream.Ended.IsCompleted)
        {
            try
            {
                return _create(name);
            }
            catch (RingTakenException)
            {
                if (!isTold && _time.GetElapsedTime(began) >= Patience)
                {
                    LogTaken(_log, name, stream.Name);
                    isTold = true;
                }
                await Task.Delay(Pause, _time, stop).ConfigureAwait(false);
            }
        }
        return null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The shared memory {Memory:l} is held by another program, a reader of an earlier stream or one that opened it too soon. Maps of {Stream:l} come there once that lets go of it")]
    private static partial void LogTaken(ILogger log, string memory, string stream);
}
