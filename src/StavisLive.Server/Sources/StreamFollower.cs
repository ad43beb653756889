using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StavisLive.Hosting.Streams;

namespace StavisLive.Server.Sources;

/// <summary>Does something with every stream that runs, each on a task of its own, for as long as it runs.</summary>
/// <remarks>What fails with one stream is told in the log and ends that stream's following only.</remarks>
/// <param name="manager">The streams; borrowed.</param>
/// <param name="log">Told what failed.</param>
internal abstract partial class StreamFollower(StreamManager manager, ILogger log) : BackgroundService
{
    // Changed by one task only.
    private readonly ConcurrentDictionary<HostedStream, Task> _following = new();

    /// <summary>Waits until the streams that have come so far were followed to their end.</summary>
    public Task WhenFollowedAsync() => Task.WhenAll(_following.Values);

    /// <summary>Follows one stream from its beginning to its end.</summary>
    /// <param name="stream">The stream; about to begin or under way.</param>
    /// <param name="stop">The program ends.</param>
    protected abstract Task FollowAsync(HostedStream stream, CancellationToken stop);

    /// <summary>A stream has come; called for one after the other, in their order, before any of it is followed.</summary>
    /// <param name="stream">The stream.</param>
    protected virtual void Meet(HostedStream stream)
    {
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var newest = new Dictionary<string, Task>();
        try
        {
            await foreach (var streams in manager.WatchAsync(stoppingToken).ConfigureAwait(false))
            {
                foreach (var over in _following.Where(entry => entry.Value.IsCompleted && !streams.Contains(entry.Key)))
                {
                    _following.TryRemove(over);
                    if (newest.GetValueOrDefault(over.Key.Name) == over.Value) newest.Remove(over.Key.Name);
                }
                foreach (var stream in streams.Where(stream => !_following.ContainsKey(stream)))
                {
                    Meet(stream);
                    var before = newest.GetValueOrDefault(stream.Name, Task.CompletedTask);
                    _following[stream] = newest[stream.Name] = Task.Run(() => TryFollowAsync(stream, before, stoppingToken), CancellationToken.None);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends.
        }
        await WhenFollowedAsync().ConfigureAwait(false);
    }

    // Streams of one name are followed in turn: what the last one was told of comes before the next one's.
    private async Task TryFollowAsync(HostedStream stream, Task before, CancellationToken stop)
    {
        await before.ConfigureAwait(false);
        try
        {
            await FollowAsync(stream, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The program ends.
        }
        catch (Exception e)
        {
            LogBroken(log, GetType().Name, stream.Name, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Follower} stopped following {Stream}")]
    private static partial void LogBroken(ILogger log, string follower, string stream, Exception cause);
}
