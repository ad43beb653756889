using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Runtime.Placement;
using Orleans.Storage;
using StavisLive.Cluster.Contracts;
using StavisLive.Cluster.Membership;
using StavisLive.Cluster.Nodes;

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

    private readonly WantedStreams _wanted;
    private readonly Placements _placements;
    private readonly IPersistentState<TermState> _term;
    private readonly string _silo;
    private readonly GoneNodes _gone;
    private readonly NodeEnd _end;
    private readonly NodeBoard _board;
    private readonly TimeProvider _time;
    private readonly ILogger<WallGrain> _log;
    private readonly StreamActions _actions;
    private readonly WallView _view;
    private readonly WallPlanner _planner;
    private readonly long _firstRevision;
    private long _validTerm;
    private long? _confirmedAt;
    private long? _ungrantedSince;
    private long? _askedAt;
    private Task _look = Task.CompletedTask;
    private bool _looksAgain;

    public WallGrain(
        [PersistentState("wanted", ClusterNames.Store)] IPersistentState<WantedState> wanted,
        [PersistentState("placed", ClusterNames.Store)] IPersistentState<PlacedState> placed,
        [PersistentState("term", ClusterNames.Store)] IPersistentState<TermState> term,
        ISiloStatusOracle membership, ILocalSiloDetails silo, GoneNodes gone, NodeEnd end, TimeProvider time, ILogger<WallGrain> log)
    {
        (_wanted, _placements, _term, _gone, _end, _time, _log) = (new WantedStreams(wanted), new Placements(placed), term, gone, end, time, log);
        _silo = silo.SiloAddress.ToParsableString();
        _board = new NodeBoard(membership, time);
        var mishaps = new Mishaps(time);
        // The next look sees what became of it.
        _actions = new StreamActions(MostAtOnce, (stream, e) => log.Undone(stream, Failure.Said(e)));
        _view = new WallView(_wanted, _placements, _board, mishaps);
        _planner = new WallPlanner(_wanted, _placements, _board, _view, mishaps, _actions, time, log);
        // Never that of an earlier run of the wall.
        _firstRevision = time.GetUtcNow().Ticks;
    }

    private bool IsValid => _confirmedAt is { } at && _time.GetElapsedTime(at) < WallTimes.Fresh;

    // Where Redis is reached the wall can go on, but only once this node is dead for all: until then it is the one that has it.
    private bool IsLost => _confirmedAt is not null && _ungrantedSince is { } since && _time.GetElapsedTime(since) > WallTimes.Lost;

    private long Revision => _firstRevision + _view.Changes;

    /// <inheritdoc />
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Two that begin at once: only one of them can write, and the other one never begins.
        _validTerm = ++_term.State.Term;
        await _term.WriteStateAsync();
        _confirmedAt = _time.GetTimestamp();
        await this.RegisterOrUpdateReminder(Reminder, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        this.RegisterGrainTimer(_ => LookAsync(), new GrainTimerCreationOptions { DueTime = TimeSpan.Zero, Period = WallTimes.Look, Interleave = true, KeepAlive = true });
        _log.Begun(_validTerm, _wanted.Count);
    }

    /// <inheritdoc />
    public Task ReceiveReminder(string reminderName, TickStatus status) => LookAsync();

    /// <inheritdoc />
    public async Task<AppliedWall> ApplyAsync(IReadOnlyList<WantedStream> streams)
    {
        var applied = await _wanted.ApplyAsync(streams);
        _log.Applied(applied.Version, applied.Added, applied.Changed, applied.Removed, applied.Kept);
        await LookAsync();
        return applied;
    }

    /// <inheritdoc />
    public async Task<bool> AddAsync(WantedStream stream) => await LookAfterAsync(await _wanted.AddAsync(stream));

    /// <inheritdoc />
    public async Task<bool> ChangeAsync(WantedStream stream) => await LookAfterAsync(await _wanted.ChangeAsync(stream));

    /// <inheritdoc />
    public Task<WantedStream?> FindAsync(string name) => Task.FromResult(_wanted.Find(name));

    /// <inheritdoc />
    public async Task<bool> RemoveAsync(string name) => await SettleAfterAsync(name, await _wanted.RemoveAsync(name));

    /// <inheritdoc />
    public async Task<bool> PauseAsync(string name, bool isPaused) => await SettleAfterAsync(name, await _wanted.PauseAsync(name, isPaused, _time.GetUtcNow()));

    /// <inheritdoc />
    public async Task<string?> MoveAsync(string name, string node)
    {
        if (_wanted.Find(name) is not { } stream) return $"There is no source \"{name}\".";
        if (_view.Rooms().FirstOrDefault(room => room.Name == node) is not { } room) return $"There is no node \"{node}\" that takes streams.";
        if (!_view.NeedOf(stream).CanBegin(room)) return _view.NeedOf(stream).WhyNone([room]);
        if (_placements.Find(name) is { End: null } placed && placed.Node == node) return null;
        _planner.Ask(name, node);
        await SettleAsync(name);
        return _planner.TakeBack(name) ? $"\"{name}\" could not be moved; it goes on where it was." : null;
    }

    /// <inheritdoc />
    public async Task<string?> DrainAsync(string node)
    {
        if (_board.Find(node) is not { } known) return $"There is no node \"{node}\".";
        _placements.Drain(known.Report.Silo);
        _log.Draining(node);
        await LookAsync();
        return null;
    }

    /// <inheritdoc />
    public Task<bool> HasTakerAsync(string node) => Task.FromResult(_board.Find(node) is not { } known || _planner.HasTaker(known.Report.Silo));

    /// <inheritdoc />
    public Task<WallStatus> StatusAsync() => Task.FromResult(new WallStatus(
        _wanted.Version,
        [.. _board.Nodes.OrderBy(node => node.Report.Name, StringComparer.Ordinal).Select(_view.StatusOf)],
        [.. _wanted.All.OrderBy(stream => stream.Name, StringComparer.Ordinal).Select(_view.StatusOf)]));

    /// <inheritdoc />
    public Task<StreamPlaces?> PlacesAsync(long known) => Task.FromResult(known == Revision
        ? null
        : new StreamPlaces(Revision, [.. _wanted.All.Select(_view.PlaceOf)]));

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
        if (!_board.Note(report)) return Task.FromResult(new NodeOrders { IsNameTaken = !_board.IsDead(report.Silo) });
        var isGranted = IsValid || _board.AllLackStore();
        _ungrantedSince = isGranted ? null : _ungrantedSince ?? _time.GetTimestamp();
        var isLost = report.SeesStore && report.Silo != _silo && IsLost;
        if (isLost) _end.Begin("It has the wall, and reaches Redis no more, which others do.", mayRejoin: true);
        return Task.FromResult(new NodeOrders
        {
            IsGranted = isGranted,
            Streams = [.. from placed in _placements.All where placed.Value.Silo == report.Silo && placed.Value.End is null select placed.Key],
            Wall = _silo,
            IsWallLost = isLost,
            HasTaker = !report.IsLeaving || _planner.HasTaker(report.Silo),
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
    }

    private async Task LookOnceAsync()
    {
        await Task.WhenAll(_board.Late().Select(_gone.LookAtAsync));
        foreach (var gone in _board.ForgetGone()) _log.Gone(gone);
        if (!await ConfirmAsync()) return;
        var steps = _planner.Next();
        // Only then: a wall that begins anew elsewhere knows of everything that was begun.
        await _placements.WriteAsync();
        foreach (var step in steps) _actions.Begin(step.Name, () => DoAsync(step));
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

    private Task DoAsync(StreamStep step) => step switch
    {
        StreamStep.Run run => RunAsync(run.Stream, run.Node, run.Silo),
        StreamStep.Move move => MoveAsync(move.Stream, move.Node, move.Silo),
        _ => StopAsync(step.Name),
    };

    private async Task MoveAsync(WantedStream stream, string node, string silo)
    {
        await ControlOf(stream.Name).StopAsync();
        _placements.Set(stream.Name, new PlacedStream(node, silo, stream.Version, _placements.Find(stream.Name)?.Epoch ?? 0));
        await _placements.WriteAsync();
        await RunAsync(stream, node, silo);
    }

    private async Task RunAsync(WantedStream stream, string node, string silo)
    {
        _planner.NoteOrdered(stream.Name);
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
            _planner.Fail(stream.Name, node, problem);
            return;
        }
        if (_placements.Find(stream.Name) is { } placed && placed.Silo == silo) _placements.Set(stream.Name, placed with { Epoch = start.Epoch });
        _log.Runs(stream.Name, node, start.Epoch);
    }

    private async Task StopAsync(string name)
    {
        await ControlOf(name).StopAsync();
        _planner.Forget(name);
        _log.Stopped(name);
    }

    private async Task<bool> LookAfterAsync(bool isChanged)
    {
        if (isChanged) await LookAsync();
        return isChanged;
    }

    private async Task<bool> SettleAfterAsync(string name, bool isChanged)
    {
        if (isChanged) await SettleAsync(name);
        return isChanged;
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
}
