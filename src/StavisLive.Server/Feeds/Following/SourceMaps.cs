using System.Runtime.CompilerServices;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Sources.Reconnection;
using StavisLive.Server.Feeds.Maps;
using StavisLive.Server.Sources;
using StavisLive.Server.Sources.Remote;

namespace StavisLive.Server.Feeds.Following;

/// <summary>Maps of a source, wherever it is watched; when it moves, so does who follows it.</summary>
/// <param name="sources">The sources.</param>
/// <param name="remote">Maps of other machines.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told why a source is looked for anew.</param>
internal sealed partial class SourceMaps(FeedSources sources, RemoteMaps remote, TimeProvider time, ILogger<SourceMaps> log)
{
    // How often it is looked where a source is.
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Maps as they come, until the source is known nowhere any more.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="viewer">Who wants it.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="RpcException">The machine that watches the source does not let the viewer see it.</exception>
    public async IAsyncEnumerable<FollowedMap> FollowAsync(MapRequest request, Viewer viewer, [EnumeratorCancellation] CancellationToken stop)
    {
        var progress = new Progress();
        var place = sources.Locate(viewer, request.Source);
        if (place is { IsFound: false }) place = await FindAnewAsync(place, request, viewer, progress, stop).ConfigureAwait(false);
        while (place is not null)
        {
            progress.Begin();
            // What was made before the hole is known already.
            var wanted = request with { BeginsWithNewest = request.BeginsWithNewest && !progress.HasSent };
            await foreach (var (map, skipped) in ReadAsync(place, wanted, viewer, progress, stop).ConfigureAwait(false))
            {
                if (progress.Take(map, skipped)) yield return new FollowedMap(map, progress.Skipped, progress.Holes);
            }
            place = await FindAnewAsync(place, request, viewer, progress, stop).ConfigureAwait(false);
        }
    }

    // What comes from one place, until the source is another's.
    private async IAsyncEnumerable<(MapMessage Map, long Skipped)> ReadAsync(
        SourcePlace place, MapRequest request, Viewer viewer, Progress progress, [EnumeratorCancellation] CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var watching = sources.Remote is NoRemoteSources ? Task.CompletedTask : WatchAsync(place, request.Source, viewer, progress, over);
        try
        {
            await using var maps = (place.Here is { } here
                ? ReadHereAsync(here, request, over.Token)
                : remote.ReadAsync(place.There!, request, viewer.Headers, over.Token)).GetAsyncEnumerator(over.Token);
            while (await MoveAsync(maps, request.Source, place.There, stop).ConfigureAwait(false)) yield return maps.Current;
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<(MapMessage Map, long Skipped)> ReadHereAsync(
        WatchedSource source, MapRequest request, [EnumeratorCancellation] CancellationToken stop)
    {
        var channel = request.Pictures ? sources.Channels.Pictures(source) : sources.Channels.Maps(source);
        using var subscriber = channel.Subscribe(FeedCapacity.For(request.Pictures, request.Every), request.BeginsWithNewest);
        await foreach (var map in subscriber.ReadAllAsync(stop).ConfigureAwait(false)) yield return (map, subscriber.Skipped);
    }

    // False: nothing more comes from there.
    private async Task<bool> MoveAsync(IAsyncEnumerator<(MapMessage Map, long Skipped)> maps, string source, Uri? address, CancellationToken stop)
    {
        try
        {
            return await maps.MoveNextAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // The source is another's now.
            return false;
        }
        catch (Exception e) when (e is InvalidDataException or RpcException { StatusCode: not (StatusCode.Unauthenticated or StatusCode.PermissionDenied) })
        {
            stop.ThrowIfCancellationRequested();
            LogLost(log, source, address, e);
            return false;
        }
    }

    // A machine that is cut off says nothing, and one that was given up on may still send: the cluster knows better than either.
    private async Task WatchAsync(SourcePlace place, string id, Viewer viewer, Progress progress, CancellationTokenSource over)
    {
        try
        {
            using var timer = new PeriodicTimer(LookInterval, time);
            while (await timer.WaitForNextTickAsync(over.Token).ConfigureAwait(false))
            {
                var now = sources.Locate(viewer, id);
                if (now is not null && (!now.IsFound || !IsElsewhere(now, place, progress))) continue;
                await over.CancelAsync().ConfigureAwait(false);
                return;
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // Nobody follows that place any more.
        }
    }

    // A source of this machine stays the same over all its beginnings.
    private static bool IsElsewhere(SourcePlace now, SourcePlace place, Progress progress) =>
        now.Here != place.Here || now.There != place.There || (now.Here is null && now.Epoch > Math.Max(place.Epoch, progress.Epoch));

    // Null: there is no such source any more.
    private async Task<SourcePlace?> FindAnewAsync(SourcePlace before, MapRequest request, Viewer viewer, Progress progress, CancellationToken stop)
    {
        var wait = progress.NextWait();
        for (var waited = TimeSpan.Zero; ; waited += LookInterval)
        {
            var now = sources.Locate(viewer, request.Source);
            // Here it ends when it is removed, or when nothing can be made of it any more.
            if (now?.Here is { } here && here == before.Here) return null;
            if (now is null || (now.IsFound && (IsElsewhere(now, before, progress) || waited >= wait))) return now;
            await Task.Delay(LookInterval, time, stop).ConfigureAwait(false);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "No more maps of {Source} come from {Address}; it is looked for anew")]
    private static partial void LogLost(ILogger log, string source, Uri? address, Exception cause);

    /// <summary>How far somebody's following is.</summary>
    private sealed class Progress
    {
        private readonly Backoff _backoff = new(Random.Shared);
        private long _before;
        private long _since;
        private bool _isNew;
        private int _failures;

        public bool HasSent { get; private set; }

        public long Epoch { get; private set; }

        public int Holes { get; private set; }

        public long Skipped => _before + _since;

        public void Begin() => (_before, _since, _isNew) = (_before + _since, 0, HasSent);

        /// <summary>A map has come; false where it is of a beginning before the last one's.</summary>
        public bool Take(MapMessage map, long skipped)
        {
            _since = skipped;
            if (map.Facts.Epoch < Epoch) return false;
            if (_isNew) Holes++;
            (Epoch, HasSent, _isNew, _failures) = (map.Facts.Epoch, true, false, 0);
            return true;
        }

        /// <summary>How long it is waited before the same place is asked again.</summary>
        public TimeSpan NextWait() => _backoff.Before(_failures++, wasRefused: false);
    }
}
