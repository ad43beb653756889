using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Runtime.Placement;
using Orleans.Storage;
using StavisLive.Cluster.Contracts;
using StavisLive.Cluster.Membership;
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
internal sealed class WallGrain : Grain, IWall, IRemindable
{
    private const string Reminder = "look";

    // Streams that begin at the same time: a node that is lost may have had hundreds.
    private const int MostAtOnce = 64;

    private const int MostTries = 20;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);

    private readonly IPersistentState<WantedState> _wanted;
    private readonly IPersistentState<PlacedState> _placed;
    private readonly IPersistentState<TermState> _term;
    private readonly string _silo;
    private readonly GoneNodes _gone;
    private readonly NodeBoard _board;
    private readonly TimeProvider _time;
    private readonly ILogger<WallGrain> _log;
    private readonly SemaphoreSlim _changing = new(1);
    private readonly StreamActions _actions;
    private readonly Mishaps _mishaps;
    private readonly WallView _view;
    private readonly Dictionary<string, long> _orderedAt = [];
    private readonly Dictionary<string, long> _movedAt = [];
    private readonly Dictionary<string, string> _moves = [];
    private long _validTerm;
    private long? _confirmedAt;
    private long _balancedAt;
    private long? _askedAt;
    private long _revision;
    private Task _look = Task.CompletedTask;
    private bool _looksAgain;
    private bool _isDirty;

    public WallGrain(
        [PersistentState("wanted", ClusterNames.Store)] IPersistentState<WantedState> wanted,
        [PersistentState("placed", ClusterNames.Store)] IPersistentState<PlacedState> placed,
        [PersistentState("term", ClusterNames.Store)] IPersistentState<TermState> term,
        ISiloStatusOracle membership, ILocalSiloDetails silo, GoneNodes gone, TimeProvider time, ILogger<WallGrain> log)
    {
        (_wanted, _placed, _term, _gone, _time, _log) = (wanted, placed, term, gone, time, log);
        _silo = silo.SiloAddress.ToParsableString();
        _board = new NodeBoard(membership, time);
        _mishaps = new Mishaps(time);
        _view = new WallView(wanted, placed, _board, _mishaps);
        // The next look sees what became of it.
        _actions = new StreamActions(MostAtOnce, (stream, e) => log.Undone(stream, Failure.Said(e)));
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
        _log.Begun(_validTerm, Wanted.Count);
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
        _log.Applied(applied.Version, applied.Added, applied.Changed, applied.Removed, applied.Kept);
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
        if (_view.Rooms().FirstOrDefault(room => room.Name == node) is not { } room) return $"There is no node \"{node}\" that takes streams.";
        if (!_view.NeedOf(stream).Fits(room)) return _view.NeedOf(stream).WhyNone([room]);
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
        _log.Draining(node);
        await LookAsync();
        return null;
    }

    /// <inheritdoc />
    public Task<WallStatus> StatusAsync() => Task.FromResult(new WallStatus(
        _wanted.State.Version,
        [.. _board.Nodes.OrderBy(node => node.Report.Name, StringComparer.Ordinal).Select(_view.StatusOf)],
        [.. Wanted.Values.OrderBy(stream => stream.Name, StringComparer.Ordinal).Select(_view.StatusOf)]));

    /// <inheritdoc />
    public Task<StreamPlaces?> PlacesAsync(long known) => Task.FromResult(known == _revision
        ? null
        : new StreamPlaces(_revision, [.. Wanted.Values.Select(_view.PlaceOf)]));

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
            Wall = _silo,
            HasTaker = _view.Rooms().Any(),
            WantsSources = _askedAt is { } asked && _time.GetElapsedTime(asked) < WallTimes.Interest,
        });
    }

    /// <inheritdoc />
    public Task LookAsync()
    {
        // Who comes in the middle of a look waits for the next one as well: this one has not seen what it came for.
        _looksAgain = true;
        return _look.IsCompleted ? _look = LookWhileAskedAsync() : _look;
    }

    private async Task LookWhileAskedAsync()
    {
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
            _log.LookFailed(Failure.Said(e));
        }
        finally
        {
            _actions.Drop();
        }
    }

    private async Task LookOnceAsync()
    {
        await Task.WhenAll(_board.Late().Select(_gone.LookAtAsync));
        foreach (var gone in _board.ForgetGone()) _log.Gone(gone);
        if (!await ConfirmAsync()) return;
        NoteReports();
        PlanEnds();
        // Those who are heard first would get all that was lost with a node that the wall was lost with.
        if (_board.IsComplete())
        {
            PlanRuns();
            PlanBalance();
        }
        // Only then: a wall that begins anew elsewhere knows of everything that was begun.
        await WriteAsync();
        _actions.Begin();
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
        _log.Over(_validTerm);
        _confirmedAt = null;
        DeactivateOnIdle();
    }

    private void NoteReports()
    {
        foreach (var (name, placed) in Placed.ToList())
        {
            if (placed.End is not null || _actions.IsBusy(name)) continue;
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
            if (_actions.IsBusy(name) || (Wanted.TryGetValue(name, out var stream) && !stream.IsPaused)) continue;
            if (placed.End is not null || _board.IsGone(placed.Silo)) Forget(name);
            else _actions.Plan(name, () => StopAsync(name));
        }
    }

    private void PlanRuns()
    {
        var placer = new Placer(_view.Rooms());
        foreach (var stream in Wanted.Values.Where(stream => !stream.IsPaused && !_actions.IsBusy(stream.Name)))
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
        else if (here is null || !_view.NeedOf(stream).Fits(here)) PlaceAnew(placer, stream, stopsFirst: true);
        else if (placed.Version != stream.Version) Order(stream, placed.Node, stopsFirst: false);
        // The node says nothing of it: it has fenced itself, or the order was lost.
        else if (IsMissing(stream.Name, node)) Order(stream, placed.Node, stopsFirst: false);
    }

    // Drained nodes keep what cannot go anywhere else: better there than nowhere.
    private void PlaceAnew(Placer placer, WantedStream stream, bool stopsFirst)
    {
        if (_mishaps.IsResting(stream.Name, stream.Version)) return;
        if (placer.Place(_view.NeedOf(stream), avoid: _mishaps.NodeOf(stream.Name)) is { } node) Order(stream, node, stopsFirst);
        else if (!stopsFirst) Unplace(stream.Name);
    }

    private bool IsMissing(string name, KnownNode node) =>
        !node.Streams.ContainsKey(name) && (!_orderedAt.TryGetValue(name, out var at) || _time.GetElapsedTime(at) > WallTimes.Order);

    private void PlanBalance()
    {
        if (_actions.Count > 0 || _board.Unchanged < WallTimes.Settle || _time.GetElapsedTime(_balancedAt) < WallTimes.Round) return;
        _balancedAt = _time.GetTimestamp();
        var movable = Placed.Where(placed => placed.Value.End is null && HasRested(placed.Key) && Wanted.ContainsKey(placed.Key))
            .ToLookup(placed => placed.Value.Node, placed => _view.NeedOf(Wanted[placed.Key]));
        // A twentieth of a node's streams at once, so that most of them never notice.
        var most = Math.Max(1, movable.Select(node => node.Count()).DefaultIfEmpty().Max() / 20);
        foreach (var (name, node) in Rebalancing.Next(_view.Rooms(), movable, most))
        {
            _log.Balanced(name, Placed[name].Node, node);
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
        _actions.Plan(stream.Name, () => stopsFirst ? MoveAsync(stream, node, silo) : RunAsync(stream, node, silo));
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
        _mishaps.Forget(stream.Name);
        if (Placed.TryGetValue(stream.Name, out var placed) && placed.Silo == silo) Set(stream.Name, placed with { Epoch = start.Epoch });
        _log.Runs(stream.Name, node, start.Epoch);
    }

    private async Task StopAsync(string name)
    {
        await ControlOf(name).StopAsync();
        Forget(name);
        _log.Stopped(name);
    }

    // It is tried elsewhere, if there is an elsewhere.
    private void Fail(string name, string node, string reason)
    {
        _mishaps.Note(name, node, Wanted.GetValueOrDefault(name)?.Version ?? 0, reason);
        Unplace(name);
        _log.Failed(name, node, reason);
    }

    // What was asked for is done, or has failed.
    private async Task SettleAsync(string name)
    {
        // What was under way before comes first.
        for (var round = 0; round < 2; round++)
        {
            await LookAsync();
            await _actions.WhenIdle(name);
        }
    }

    private IStreamControl ControlOf(string name) => GrainFactory.GetGrain<IStreamControl>(name);

    private void Set(string name, PlacedStream placed)
    {
        Placed[name] = placed;
        _isDirty = true;
        _revision++;
    }

    private void Forget(string name)
    {
        _mishaps.Forget(name);
        _orderedAt.Remove(name);
        _movedAt.Remove(name);
        _moves.Remove(name);
        Unplace(name);
    }

    private void Unplace(string name)
    {
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
}
