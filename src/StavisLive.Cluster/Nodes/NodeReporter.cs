using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StavisLive.Cluster.Contracts;
using StavisLive.Cluster.Membership;
using StavisLive.Cluster.Redis;
using StavisLive.Cluster.Streams;

namespace StavisLive.Cluster.Nodes;

/// <summary>Tells the wall how this node is doing, takes its orders, and ends the node's streams when it isn't heard for a lease.</summary>
internal sealed partial class NodeReporter(
    NodeIdentity identity, NodeLease lease, NodeEnd end, ILocalStreams streams, INodeServer server, RedisStore store, IGrainFactory grains,
    IClusterMembershipService membership, GoneNodes gone, TimeProvider time, ILogger<NodeReporter> log) : BackgroundService
{
    // An answer that takes longer is not waited for: the next report asks again.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FenceInterval = TimeSpan.FromSeconds(0.25);

    // Files of many encoders may have much to write.
    private static readonly TimeSpan LongestLeave = TimeSpan.FromMinutes(2);

    // After that an earlier run of this node is known to be gone, whatever became of it.
    private static readonly TimeSpan LongestTaken = WallTimes.Silence + TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _news = new(0);
    private readonly StreamEnds _ends = new(streams, log);
    private IReadOnlyList<string> _foreign = [];
    private long? _takenSince;
    private bool _wantsSources;
    private volatile bool _hasTaker;
    private volatile string _wallSilo = "";
    private bool _isHeard = true;
    private bool _isFenced;
    private volatile bool _isLeaving;
    private long _storeSeenAt;

    private IWall Wall => grains.GetGrain<IWall>(IWall.Key);

    /// <summary>Has this node's streams taken over by others, and waits until they are, if there are others.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (end.Reason is null) await LeaveAsync(cancellationToken).ConfigureAwait(false);
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await EndAllAsync().ConfigureAwait(false);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // It has just joined, through Redis.
        _storeSeenAt = time.GetTimestamp();
        try
        {
            await Task.WhenAll(ReportAsync(stoppingToken), WatchAsync(stoppingToken), WatchStoreAsync(stoppingToken), FenceAsync(stoppingToken)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node ends.
        }
    }

    private async Task ReportAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            // Not waited for: a wall that hangs must not keep the next report from reaching another one.
            var answered = TryReportAsync();
            await Task.WhenAny(answered, Task.Delay(Patience, time, stop)).ConfigureAwait(false);
            await _news.WaitAsync(WallTimes.Report, stop).ConfigureAwait(false);
        }
    }

    private async Task TryReportAsync()
    {
        try
        {
            var askedAt = time.GetTimestamp();
            var orders = await Wall.ReportAsync(Report()).ConfigureAwait(false);
            Take(orders, askedAt);
            if (!_isHeard) LogHeardAgain(log);
            _isHeard = true;
            if (orders.IsWallLost) await gone.GiveUpAsync(orders.Wall).ConfigureAwait(false);
        }
        catch (Exception e) when (Failure.IsOthers(e))
        {
            if (_isHeard) LogUnheard(log, Failure.Said(e));
            _isHeard = false;
            await LookAtWallAsync().ConfigureAwait(false);
        }
    }

    private async Task LookAtWallAsync()
    {
        try
        {
            if (_wallSilo.Length > 0) await gone.LookAtAsync(_wallSilo).ConfigureAwait(false);
        }
        catch (Exception e) when (Failure.IsOthers(e))
        {
            // Redis is away as well: nobody can be declared dead now.
            LogUnheard(log, Failure.Said(e));
        }
    }

    private NodeReport Report() => new()
    {
        Name = identity.Name,
        Silo = identity.Silo,
        Address = server.Address,
        Capacity = identity.Capacity,
        HasCuda = identity.HasCuda,
        Labels = identity.Labels,
        SeesStore = time.GetElapsedTime(Volatile.Read(ref _storeSeenAt)) < WallTimes.Fresh,
        IsLeaving = _isLeaving,
        Streams = streams.Reports(),
        Sources = _wantsSources ? server.Sources() : null,
    };

    private void Take(NodeOrders orders, long askedAt)
    {
        if (orders.IsNameTaken)
        {
            // It may be an earlier run of this one, of which the others don't know yet that it is gone.
            _takenSince ??= askedAt;
            if (time.GetElapsedTime(_takenSince.Value) < LongestTaken) return;
            end.Begin($"There is a node with the name \"{identity.Name}\" in the cluster already; give this one another, by `cluster.name`.", mayRejoin: false);
            return;
        }
        _takenSince = null;
        (_wantsSources, _hasTaker, _wallSilo) = (orders.WantsSources, orders.HasTaker, orders.Wall);
        if (!orders.IsGranted) return;
        lease.Renew(askedAt);
        if (_isFenced) LogBack(log);
        _isFenced = false;
        // Twice in a row: an order may be on its way.
        IReadOnlyList<string> foreign = [.. streams.Reports().Select(stream => stream.Name).Except(orders.Streams)];
        foreach (var name in foreign.Intersect(_foreign)) _ends.Begin(name);
        _foreign = foreign;
    }

    // Who is there has changed: the wall may have been lost, or have lost a node.
    private async Task WatchAsync(CancellationToken stop)
    {
        await foreach (var _ in membership.MembershipUpdates.WithCancellation(stop).ConfigureAwait(false)) Hurry();
    }

    // Several reasons to report at once are one.
    private void Hurry()
    {
        if (_news.CurrentCount == 0) _news.Release();
    }

    private async Task WatchStoreAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(WallTimes.Report, time);
        var isLost = false;
        do
        {
            var askedAt = time.GetTimestamp();
            var answers = await store.AnswersAsync().ConfigureAwait(false);
            // An answer is as old as its question: the wall relies on that.
            if (answers) Volatile.Write(ref _storeSeenAt, askedAt);
            if (answers && isLost) LogStoreBack(log, store.Address.Shown);
            if (!answers && !isLost) LogStoreLost(log, store.Address.Shown);
            isLost = !answers;
        }
        while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false));
    }

    private async Task FenceAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(FenceInterval, time);
        while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
        {
            if (lease.Holds || streams.Reports().Count == 0) continue;
            if (!_isFenced) LogFenced(log, WallTimes.Lease.TotalSeconds);
            _isFenced = true;
            foreach (var stream in streams.Reports()) _ends.Begin(stream.Name);
        }
    }

    private async Task LeaveAsync(CancellationToken cancellationToken)
    {
        (_isLeaving, _hasTaker) = (true, true);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(LongestLeave);
        try
        {
            while (streams.Reports().Any(stream => !stream.IsOver) && _hasTaker)
            {
                Hurry();
                await Task.Delay(FenceInterval, time, patience.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            // They end here, and are begun elsewhere once this node is gone.
        }
    }

    private Task EndAllAsync() => Task.WhenAll(streams.Reports().Select(stream => streams.StopAsync(stream.Name)));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The cluster's wall does not answer: {Reason:l}")]
    private static partial void LogUnheard(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The cluster's wall answers again")]
    private static partial void LogHeardAgain(ILogger log);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The cluster's Redis at {Address:l} does not answer: until it does, no source can begin on this node")]
    private static partial void LogStoreLost(ILogger log, string address);

    [LoggerMessage(Level = LogLevel.Information, Message = "The cluster's Redis at {Address:l} answers again")]
    private static partial void LogStoreBack(ILogger log, string address);

    [LoggerMessage(Level = LogLevel.Error, Message = "Nothing was heard of the cluster for {Seconds} s: others may run this node's streams by now, so they end here")]
    private static partial void LogFenced(ILogger log, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "The cluster is heard again; this node may run streams")]
    private static partial void LogBack(ILogger log);
}
