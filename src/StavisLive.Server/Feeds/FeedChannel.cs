using Microsoft.Extensions.Logging;
using StavisLive.Core.Sinks;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Feeds;

/// <summary>
/// Something that is made of a source's results once, for everybody who subscribes to it: begun with the first subscriber, ended with
/// the last one. Thread-safe; no subscriber can hold it up.
/// </summary>
/// <param name="source">The source; its streams may come and go.</param>
/// <param name="kind">What it is, in metrics and logs: <c>maps</c>, <c>pictures</c>, ...</param>
/// <param name="maker">Makes what makes it, each time that it is begun.</param>
/// <param name="log">Told when it breaks.</param>
internal sealed partial class FeedChannel<T>(WatchedSource source, string kind, Func<IFeedMaker<T>> maker, ILogger log)
    where T : class
{
    // A late map brings all the frames that waited for it at once; with pictures only the newest counts.
    private const int ResultsWaiting = 64;
    private const int PicturesWaiting = 2;

    private readonly Lock _lock = new();

    // Under the lock: whoever begins with the newest gets what follows it, and nothing twice.
    private FeedSubscriber<T>[] _subscribers = [];
    private (IStreamFeed Feed, T Made)? _newest;

    // Under the lock.
    private CancellationTokenSource? _stop;

    /// <summary>Subscribes from now on.</summary>
    /// <param name="capacity">Most that waits for the subscriber; beyond that the oldest is lost and counted.</param>
    /// <param name="withNewest">Whether it begins with what was made last, however long ago: a stream that has stopped has nothing newer.</param>
    public FeedSubscriber<T> Subscribe(int capacity, bool withNewest = false)
    {
        var subscriber = new FeedSubscriber<T>(this, source.Name, kind, capacity);
        lock (_lock)
        {
            // Not of a stream before this one: that may show what is masked now.
            if (withNewest && _newest is { } newest && newest.Feed == source.Stream?.Feed) subscriber.Put(newest.Made);
            _subscribers = [.. _subscribers, subscriber];
            if (_stop is null)
            {
                var run = _stop = new CancellationTokenSource();
                _ = Task.Run(() => RunAsync(run, run.Token), CancellationToken.None);
            }
        }
        return subscriber;
    }

    internal void Remove(FeedSubscriber<T> subscriber)
    {
        lock (_lock)
        {
            _subscribers = [.. _subscribers.Where(other => other != subscriber)];
            if (_subscribers.Length == 0) Stop();
        }
    }

    private async Task RunAsync(CancellationTokenSource run, CancellationToken stop)
    {
        try
        {
            using var making = maker();
            var waiting = making.Content.HasFlag(FeedContent.Pictures) ? PicturesWaiting : ResultsWaiting;
            await foreach (var stream in source.StreamsAsync(stop).ConfigureAwait(false))
            {
                await using var results = stream.Feed.Subscribe(new SubscriptionOptions { Name = kind, Kind = kind, Content = making.Content, Capacity = waiting });
                await foreach (var item in results.ReadAllAsync(stop).ConfigureAwait(false))
                {
                    if (item is not StreamItem.Result { Value: var result } || making.Make(result, stream.Plan.Epoch) is not { } made) continue;
                    lock (_lock)
                    {
                        _newest = (stream.Feed, made);
                        foreach (var subscriber in _subscribers) subscriber.Put(made);
                    }
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The last subscriber has left; who has come since has begun another run.
            return;
        }
        catch (Exception e)
        {
            LogBroken(log, kind, source.Name, e);
        }
        lock (_lock)
        {
            // Who has come since the last one left has begun another run.
            if (_stop != run) return;
            // The source is gone, or making failed: nobody waits for more.
            foreach (var subscriber in _subscribers) subscriber.End();
            _subscribers = [];
            Stop();
        }
    }

    // Under the lock.
    private void Stop()
    {
        _stop?.Cancel();
        _stop?.Dispose();
        _stop = null;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The {Kind} of {Source} cannot be made any more")]
    private static partial void LogBroken(ILogger log, string kind, string source, Exception cause);
}
