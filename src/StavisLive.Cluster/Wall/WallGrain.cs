using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Runtime.Placement;
using Orleans.Storage;
using StavisLive.Cluster.Contracts;
using StavisLive.Cluster.Placement;

namespace StavisLive.Cluster.Wall;

/// <summary>Keeps what is wanted, places it, and sees to it that every wanted stream runs exactly once.</summary>
/// <remarks>
/// <para>Nodes report to it and get their leases from it: a node that hasn't heard of it for a lease ends its streams, so that they can
/// be run elsewhere. It grants leases only while it knows that it is the valid wall: while Redis still holds its term, or while every
/// node of the cluster is heard and none of them reaches Redis, since then nobody can have begun another one.</para>
/// <para>Reentrant: reports are answered while streams begin. What is written is written by one task at a time.</para>
/// </remarks>
[Reentrant]
[GrainType("wall")]
internal sealed partial class WallGrain : Grain, IWall, IRemindable
{
    private const string Reminder = "look";

    // Streams that begin at the same time: a node that is lost may have had hundreds.
    private const int MostAtOnce = 64;

    private const int MostTries = 20;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(5);

    private readonly IPersistentState<WantedState> _wanted;
    private readonly IPersistentState<PlacedState> _placed;
    private readonly IPersistentState<TermState> _term;
    private readonly NodeBoard _board;
    private readonly TimeProvider _time;
    private readonly ILogger<WallGrain> _log;
    private readonly SemaphoreSlim _changing = new(1);
    private readonly SemaphoreSlim _places = new(MostAtOnce);

    // Streams that are being begun, ended or moved, and what for: nothing else is done with them meanwhile.
    private readonly Dictionary<string, Task> _busy = [];
    private readonly List<(string Name, Func<Task> Action)> _planned = [];
    private readonly Dictionary<string, long> _orderedAt = [];
    private readonly Dictionary<string, long> _movedAt = [];
    private readonly Dictionary<string, string> _moves = [];
    private readonly Dictionary<string, Mishap> _failures = [];
    private long _validTerm;
    private long? _confirmedAt;
    private long _balancedAt;
    private long? _askedAt;
    private long _revision;
    private bool _isLooking;
    private bool _looksAgain;
    private bool _isDirty;

    public WallGrain(
        [PersistentState("wanted", ClusterNames.Store)] IPersistentState<WantedState> wanted,
        [PersistentState("placed", ClusterNames.Store)] IPersistentState<PlacedState> placed,
        [PersistentState("term", ClusterNames.Store)] IPersistentState<TermState> term,
        ISiloStatusOracle membership, TimeProvider time, ILogger<WallGrain> log)
    {
        (_wanted, _placed, _term, _time, _log) = (wanted, placed, term, time, log);
        _board = new NodeBoard(membership, time);
        _balancedAt = time.GetTimestamp();
        // Never that of an earlier run of the wall.
        _revision = time.GetUtcNow().Ticks;
    }

    private Dictionary<string, WantedStream> Wanted => _wanted.State.Streams;

    private Dictionary<string, PlacedStream> Placed => _placed.State.Streams;

    private bool IsValid => _confirmedAt is { } at && _time.GetElapsedTime(at) < WallTimes.Fresh;

    /// <inheritdoc />
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Two that begin at once: only one of them can write, and the other one never begins.
        _validTerm = ++_term.State.Term;
        await _term.WriteStateAsync();
        _confirmedAt = _time.GetTimestamp();
        await this.RegisterOrUpdateReminder(Reminder, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        this.RegisterGrainTimer(_ => LookAsync(), new GrainTimerCreationOptions { DueTime = TimeSpan.Zero, Period = WallTimes.Look, Interleave = true, KeepAlive = true });
        LogBegun(_log, _validTerm, Wanted.Count);
    }

    /// <inheritdoc />
    public Task ReceiveReminder(string reminderName, TickStatus status) => LookAsync();

    /// <inheritdoc />
    public async Task<AppliedWall> ApplyAsync(IReadOnlyList<WantedStream> streams)
    {
        var applied = await ChangeWantedAsync(version =>
        {
            var names = streams.Select(stream => stream.Name).ToHashSet();
            var removed = Wanted.Keys.Where(name => !names.Contains(name)).ToList();
            foreach (var name in removed) Wanted.Remove(name);
            var (added, changed) = (0, 0);
            foreach (var stream in streams)
            {
                if (!Wanted.TryGetValue(stream.Name, out var before)) added++;
                else if (!IsSame(before, stream)) changed++;
                else continue;
                Wanted[stream.Name] = stream with { Version = version, IsPaused = before?.IsPaused ?? false };
            }
            return new AppliedWall(version, added, changed, removed.Count, streams.Count - added - changed);
        });
        LogApplied(_log, applied.Version, applied.Added, applied.Changed, applied.Removed, applied.Kept);
        return applied;
    }

    /// <inheritdoc />
    public Task<bool> AddAsync(WantedStream stream) => ChangeWantedAsync(version => Wanted.TryAdd(stream.Name, stream with { Version = version }));

    /// <inheritdoc />
    public Task<bool> ChangeAsync(WantedStream stream) => ChangeOneAsync(stream.Name, (before, version) => stream with { Version = version, IsPaused = before.IsPaused });

    /// <inheritdoc />
    public Task<WantedStream?> FindAsync(string name) => Task.FromResult(Wanted.GetValueOrDefault(name));

    /// <inheritdoc />
    public async Task<bool> RemoveAsync(string name)
    {
        if (!await ChangeWantedAsync(_ => Wanted.Remove(name))) return false;
        await SettleAsync(name);
        return true;
    }

    /// <inheritdoc />
    public async Task<bool> PauseAsync(string name, bool isPaused)
    {
        // Who resumes what has ended by itself wants it to begin anew: it is another version then.
        if (!await ChangeOneAsync(name, (before, version) => before with { IsPaused = isPaused, Version = isPaused ? before.Version : version })) return false;
        await SettleAsync(name);
        return true;
    }

    /// <inheritdoc />
    public async Task<string?> MoveAsync(string name, string node)
    {
        if (!Wanted.TryGetValue(name, out var stream)) return $"There is no source \"{name}\".";
        if (Rooms().FirstOrDefault(room => room.Name == node) is not { } room) return $"There is no node \"{node}\" that takes streams.";
        if (!NeedOf(stream).Fits(room)) return NeedOf(stream).WhyNone([room]);
        if (Placed.TryGetValue(name, out var placed) && placed.Node == node && placed.End is null) return null;
        _moves[name] = node;
        await SettleAsync(name);
        return _moves.Remove(name) ? $"\"{name}\" could not be moved; it goes on where it was." : null;
    }

    /// <inheritdoc />
    public async Task<string?> DrainAsync(string node)
    {
        if (_board.Find(node) is not { } known) return $"There is no node \"{node}\".";
        _placed.State.Draining.Add(known.Report.Silo);
        _isDirty = true;
        LogDraining(_log, node);
        await LookAsync();
        return null;
    }

    /// <inheritdoc />
    public Task<WallStatus> StatusAsync() => Task.FromResult(new WallStatus(
        _wanted.State.Version,
        [.. _board.Nodes.OrderBy(node => node.Report.Name, StringComparer.Ordinal).Select(StatusOf)],
        [.. Wanted.Values.OrderBy(stream => stream.Name, StringComparer.Ordinal).Select(StatusOf)]));

    /// <inheritdoc />
    public Task<StreamPlaces?> PlacesAsync(long known) => Task.FromResult(known == _revision
        ? null
        : new StreamPlaces(_revision, [.. Wanted.Values.Select(PlaceOf)]));

    /// <inheritdoc />
    public Task<IReadOnlyList<NodeSources>> SourcesAsync()
    {
        _askedAt = _time.GetTimestamp();
        return Task.FromResult<IReadOnlyList<NodeSources>>(
            [.. from node in _board.Nodes where node.Report.Sources is not null && _board.IsFresh(node) select new NodeSources(node.Report.Name, node.Report.Sources!)]);
    }

    /// <inheritdoc />
    public Task<NodeOrders> ReportAsync(NodeReport report)
    {
        if (!_board.Note(report)) return Task.FromResult(new NodeOrders { IsNameTaken = true });
        return Task.FromResult(new NodeOrders
        {
            IsGranted = IsValid || _board.AllLackStore(),
            Streams = [.. from placed in Placed where placed.Value.Silo == report.Silo && placed.Value.End is null select placed.Key],
            HasTaker = Rooms().Any(),
            WantsSources = _askedAt is { } asked && _time.GetElapsedTime(asked) < WallTimes.Interest,
        });
    }

    /// <inheritdoc />
    public async Task LookAsync()
    {
        _looksAgain = true;
        if (_isLooking) return;
        _isLooking = true;
        try
        {
            while (_looksAgain)
            {
                _looksAgain = false;
                await LookOnceAsync();
            }
        }
        catch (InconsistentStateException)
        {
            End();
        }
        catch (Exception e) when (Failure.IsOthers(e))
        {
            // Redis is away, or a node: the next look comes soon.
            LogLookFailed(_log, Failure.Said(e));
        }
        finally
        {
            _planned.Clear();
            _isLooking = false;
        }
    }

    private async Task LookOnceAsync()
    {
        foreach (var gone in _board.ForgetGone()) LogGone(_log, gone);
        if (!await ConfirmAsync()) return;
        NoteReports();
        PlanEnds();
        PlanRuns();
        PlanBalance();
        await WriteAsync();
        Act();
    }

    // Nothing is begun by a wall that isn't sure of itself.
    private async Task<bool> ConfirmAsync()
    {
        var asked = _time.GetTimestamp();
        await _term.ReadStateAsync();
        if (_term.State.Term != _validTerm)
        {
            End();
            return false;
        }
        _confirmedAt = asked;
        return true;
    }

    private void End()
    {
        LogOver(_log, _validTerm);
        _confirmedAt = null;
        DeactivateOnIdle();
    }

    private void NoteReports()
    {
        foreach (var (name, placed) in Placed.ToList())
        {
            if (placed.End is not null || _busy.ContainsKey(name)) continue;
            if (_board.Find(placed.Node) is not { } node || node.Report.Silo != placed.Silo || !node.Streams.TryGetValue(name, out var report) || report.Version != placed.Version) continue;
            if (report.Epoch != placed.Epoch) Set(name, placed with { Epoch = report.Epoch });
            if (!report.IsOver) continue;
            if (report.State == "failed") Fail(name, placed.Node, report.Reason ?? "It failed.");
            else Set(name, placed with { Epoch = report.Epoch, End = report.State, Reason = report.Reason });
        }
        // A node that has begun anew drains no more.
        if (_placed.State.Draining.RemoveWhere(_board.IsGone) > 0) _isDirty = true;
    }

    // What isn't wanted any more is stopped where it runs; what is gone with its node needs no stopping.
    private void PlanEnds()
    {
        foreach (var (name, placed) in Placed.ToList())
        {
            if (_busy.ContainsKey(name) || (Wanted.TryGetValue(name, out var stream) && !stream.IsPaused)) continue;
            if (placed.End is not null || _board.IsGone(placed.Silo)) Forget(name);
            else Begin(name, () => StopAsync(name));
        }
    }

    private void PlanRuns()
    {
        var placer = new Placer(Rooms());
        foreach (var stream in Wanted.Values.Where(stream => !stream.IsPaused && !_busy.ContainsKey(stream.Name)))
        {
            var placed = Placed.GetValueOrDefault(stream.Name);
            if (placed is null || _board.IsGone(placed.Silo) || (placed.End is not null && placed.Version != stream.Version)) PlaceAnew(placer, stream, stopsFirst: false);
            else if (placed.End is null) PlanPlaced(placer, stream, placed);
        }
    }

    private void PlanPlaced(Placer placer, WantedStream stream, PlacedStream placed)
    {
        // Of whom nothing is heard at the moment, nothing is known: wait until it is gone, or back.
        if (_board.Find(placed.Node) is not { } node || node.Report.Silo != placed.Silo || !_board.IsFresh(node)) return;
        var here = placer.Nodes.FirstOrDefault(room => room.Name == placed.Node);
        if (_moves.Remove(stream.Name, out var target)) Order(stream, target, stopsFirst: true);
        else if (here is null || !NeedOf(stream).Fits(here)) PlaceAnew(placer, stream, stopsFirst: true);
        else if (placed.Version != stream.Version) Order(stream, placed.Node, stopsFirst: false);
        // The node says nothing of it: it has fenced itself, or the order was lost.
        else if (IsMissing(stream.Name, node)) Order(stream, placed.Node, stopsFirst: false);
    }

    // Drained nodes keep what cannot go anywhere else: better there than nowhere.
    private void PlaceAnew(Placer placer, WantedStream stream, bool stopsFirst)
    {
        if (_failures.GetValueOrDefault(stream.Name) is { } failure && failure.Version == stream.Version && _time.GetElapsedTime(failure.At) < failure.Pause) return;
        if (placer.Place(NeedOf(stream), avoid: _failures.GetValueOrDefault(stream.Name)?.Node) is { } node) Order(stream, node, stopsFirst);
        else if (!stopsFirst) Forget(stream.Name);
    }

    private bool IsMissing(string name, KnownNode node) =>
        !node.Streams.ContainsKey(name) && (!_orderedAt.TryGetValue(name, out var at) || _time.GetElapsedTime(at) > WallTimes.Order);

    private void PlanBalance()
    {
        if (_busy.Count + _planned.Count > 0 || _board.Unchanged < WallTimes.Settle || _time.GetElapsedTime(_balancedAt) < WallTimes.Round) return;
        _balancedAt = _time.GetTimestamp();
        var movable = Placed.Where(placed => placed.Value.End is null && HasRested(placed.Key) && Wanted.ContainsKey(placed.Key))
            .ToLookup(placed => placed.Value.Node, placed => NeedOf(Wanted[placed.Key]));
        // A twentieth of a node's streams at once, so that most of them never notice.
        var most = Math.Max(1, movable.Select(node => node.Count()).DefaultIfEmpty().Max() / 20);
        foreach (var (name, node) in Rebalancing.Next(Rooms(), movable, most))
        {
            LogBalanced(_log, name, Placed[name].Node, node);
            Order(Wanted[name], node, stopsFirst: true);
        }
    }

    private bool HasRested(string name) => !_movedAt.TryGetValue(name, out var at) || _time.GetElapsedTime(at) > WallTimes.Rest;

    private void Order(WantedStream stream, string node, bool stopsFirst)
    {
        var silo = _board.Find(node)!.Report.Silo;
        if (Placed.TryGetValue(stream.Name, out var before) && before.Node != node) _movedAt[stream.Name] = _time.GetTimestamp();
        // Until it is stopped there, it is still the other node's.
        if (!stopsFirst) Set(stream.Name, new PlacedStream(node, silo, stream.Version, before?.Epoch ?? 0));
        Begin(stream.Name, () => stopsFirst ? MoveAsync(stream, node, silo) : RunAsync(stream, node, silo));
    }

    private async Task MoveAsync(WantedStream stream, string node, string silo)
    {
        await ControlOf(stream.Name).StopAsync();
        Set(stream.Name, new PlacedStream(node, silo, stream.Version, Placed.GetValueOrDefault(stream.Name)?.Epoch ?? 0));
        await WriteAsync();
        await RunAsync(stream, node, silo);
    }

    private async Task RunAsync(WantedStream stream, string node, string silo)
    {
        _orderedAt[stream.Name] = _time.GetTimestamp();
        RequestContext.Set(IPlacementDirector.PlacementHintKey, SiloAddress.FromParsableString(silo));
        var order = new StreamOrder(silo, stream.Config, stream.Version);
        var start = await ControlOf(stream.Name).RunAsync(order);
        // What controlled it on another node has just ended there.
        for (var tries = 0; start.IsElsewhere && tries < MostTries; tries++)
        {
            await Task.Delay(BetweenTries, _time);
            start = await ControlOf(stream.Name).RunAsync(order);
        }
        if (start.IsElsewhere) return;
        if (start.Problem is { } problem)
        {
            Fail(stream.Name, node, problem);
            return;
        }
        _failures.Remove(stream.Name);
        if (Placed.TryGetValue(stream.Name, out var placed) && placed.Silo == silo) Set(stream.Name, placed with { Epoch = start.Epoch });
        LogRuns(_log, stream.Name, node, start.Epoch);
    }

    private async Task StopAsync(string name)
    {
        await ControlOf(name).StopAsync();
        Forget(name);
        LogStopped(_log, name);
    }

    // Elsewhere, if there is an elsewhere; after a pause that grows while it goes on failing.
    private void Fail(string name, string node, string reason)
    {
        var version = Wanted.GetValueOrDefault(name)?.Version ?? 0;
        var pause = _failures.GetValueOrDefault(name) is { } before && before.Version == version ? before.Pause * 2 : WallTimes.Retry;
        _failures[name] = new Mishap(node, version, reason, _time.GetTimestamp(), pause < LongestRetry ? pause : LongestRetry);
        Forget(name, keepsFailure: true);
        LogFailed(_log, name, node, reason);
    }

    private void Begin(string name, Func<Task> action) => _planned.Add((name, action));

    // Only after what was planned has been written.
    private void Act()
    {
        foreach (var (name, action) in _planned) _busy[name] = DoAsync(name, action);
        _planned.Clear();
    }

    private async Task DoAsync(string name, Func<Task> action)
    {
        await Task.Yield();
        await _places.WaitAsync();
        try
        {
            await action();
        }
        catch (Exception e) when (Failure.IsOthers(e))
        {
            // The node or Redis is away: the next look sees what became of it.
            LogUndone(_log, name, Failure.Said(e));
        }
        finally
        {
            _places.Release();
            _busy.Remove(name);
            _looksAgain = true;
        }
    }

    // What was asked for is done, or has failed.
    private async Task SettleAsync(string name)
    {
        await LookAsync();
        if (_busy.TryGetValue(name, out var under)) await under;
        await LookAsync();
        if (_busy.TryGetValue(name, out under)) await under;
    }

    private IStreamControl ControlOf(string name) => GrainFactory.GetGrain<IStreamControl>(name);

    private void Set(string name, PlacedStream placed)
    {
        Placed[name] = placed;
        _isDirty = true;
        _revision++;
    }

    private void Forget(string name, bool keepsFailure = false)
    {
        if (!keepsFailure) _failures.Remove(name);
        if (!Placed.Remove(name)) return;
        _isDirty = true;
        _revision++;
    }

    private async Task WriteAsync()
    {
        await _changing.WaitAsync();
        try
        {
            if (!_isDirty) return;
            _isDirty = false;
            await _placed.WriteStateAsync();
        }
        catch
        {
            _isDirty = true;
            throw;
        }
        finally
        {
            _changing.Release();
        }
    }

    private async Task<T> ChangeWantedAsync<T>(Func<long, T> change)
    {
        await _changing.WaitAsync();
        T result;
        try
        {
            var before = new Dictionary<string, WantedStream>(Wanted);
            var version = _wanted.State.Version++;
            try
            {
                result = change(version + 1);
                await _wanted.WriteStateAsync();
            }
            catch
            {
                (_wanted.State.Version, _wanted.State.Streams) = (version, before);
                throw;
            }
        }
        finally
        {
            _changing.Release();
        }
        _revision++;
        await LookAsync();
        return result;
    }

    private Task<bool> ChangeOneAsync(string name, Func<WantedStream, long, WantedStream> change) => ChangeWantedAsync(version =>
    {
        if (!Wanted.TryGetValue(name, out var before)) return false;
        Wanted[name] = change(before, version);
        return true;
    });

    private static bool IsSame(WantedStream left, WantedStream right) =>
        left.Config == right.Config && left.OnCuda == right.OnCuda && left.Nodes.SequenceEqual(right.Nodes) && left.Labels.SequenceEqual(right.Labels);

    private IEnumerable<NodeRoom> Rooms()
    {
        var loads = Placed.Where(placed => placed.Value.End is null && Wanted.ContainsKey(placed.Key))
            .GroupBy(placed => placed.Value.Node).ToDictionary(node => node.Key, node => node.Sum(placed => NeedOf(Wanted[placed.Key]).MapsPerSecond));
        return _board.Rooms(_placed.State.Draining, node => loads.GetValueOrDefault(node));
    }

    private StreamNeed NeedOf(WantedStream stream) => new(stream, ReportOf(stream.Name) is { FramesPerSecond: > 0 and var rate } ? rate : StreamNeed.Usual);

    private StreamReport? ReportOf(string name) =>
        Placed.TryGetValue(name, out var placed) && _board.Find(placed.Node) is { } node && node.Report.Silo == placed.Silo ? node.Streams.GetValueOrDefault(name) : null;

    private NodeStatus StatusOf(KnownNode node)
    {
        var report = node.Report;
        var streams = Placed.Where(placed => placed.Value.Silo == report.Silo && placed.Value.End is null && Wanted.ContainsKey(placed.Key)).Select(placed => Wanted[placed.Key]).ToList();
        var state = !_board.IsFresh(node) ? "silent" : report.IsLeaving || _placed.State.Draining.Contains(report.Silo) ? "draining" : "up";
        return new NodeStatus(
            report.Name, state, report.Address, Math.Round(report.Capacity, 1), Math.Round(streams.Sum(stream => NeedOf(stream).MapsPerSecond), 1), streams.Count, report.HasCuda, report.Labels);
    }

    private SourceStatus StatusOf(WantedStream stream)
    {
        var (placed, report) = (Placed.GetValueOrDefault(stream.Name), ReportOf(stream.Name));
        var (state, reason) = StateOf(stream, placed, report);
        var runs = placed is { End: null };
        return new SourceStatus(
            stream.Name, runs ? placed!.Node : null, state, reason, placed?.Epoch ?? 0, stream.Version, runs && report is not null ? Math.Round(report.MapsPerSecond, 1) : 0);
    }

    private (string State, string? Reason) StateOf(WantedStream stream, PlacedStream? placed, StreamReport? report)
    {
        if (stream.IsPaused) return ("paused", null);
        if (placed is { End: { } end }) return (end, placed.Reason);
        if (placed is not null) return (report?.State ?? "starting", report?.Reason);
        if (_failures.GetValueOrDefault(stream.Name) is { } failure && failure.Version == stream.Version) return ("failed", failure.Reason);
        return ("waiting", NeedOf(stream).WhyNone([.. Rooms()]));
    }

    private StreamPlace PlaceOf(WantedStream stream)
    {
        var placed = Placed.GetValueOrDefault(stream.Name);
        if (placed is { End: null } && !stream.IsPaused)
            return new StreamPlace(stream.Name, placed.Node, _board.Find(placed.Node)?.Report.Address, placed.Epoch, null, null, stream.Kind);
        var (state, reason) = StateOf(stream, placed, null);
        return new StreamPlace(stream.Name, null, null, placed?.Epoch ?? 0, state, reason, stream.Kind);
    }

    /// <summary>That a node could not run a stream.</summary>
    private sealed record Mishap(string Node, long Version, string Reason, long At, TimeSpan Pause);

    [LoggerMessage(Level = LogLevel.Information, Message = "The wall begins its term {Term} with {Streams} streams")]
    private static partial void LogBegun(ILogger log, long term, int streams);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The wall of term {Term} is over: another one has begun")]
    private static partial void LogOver(ILogger log, long term);

    [LoggerMessage(Level = LogLevel.Information, Message = "Change {Version} of the wall: {Added} streams added, {Changed} changed, {Removed} removed, {Kept} as before")]
    private static partial void LogApplied(ILogger log, long version, int added, int changed, int removed, int kept);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Node {Node} is gone; its streams are taken over")]
    private static partial void LogGone(ILogger log, string node);

    [LoggerMessage(Level = LogLevel.Information, Message = "Node {Node} is drained")]
    private static partial void LogDraining(ILogger log, string node);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Stream} runs on {Node}, epoch {Epoch}")]
    private static partial void LogRuns(ILogger log, string stream, string node, long epoch);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Stream} has been stopped")]
    private static partial void LogStopped(ILogger log, string stream);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Stream} moves from {From} to {To}, where more is left")]
    private static partial void LogBalanced(ILogger log, string stream, string from, string to);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream} could not be run on {Node}: {Reason:l}")]
    private static partial void LogFailed(ILogger log, string stream, string node, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Stream}: {Reason:l}")]
    private static partial void LogUndone(ILogger log, string stream, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The wall could not look: {Reason:l}")]
    private static partial void LogLookFailed(ILogger log, string reason);
}
