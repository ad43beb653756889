using Microsoft.Extensions.Logging;
using StavisLive.Cluster.Contracts;
using StavisLive.Cluster.Placement;

namespace StavisLive.Cluster.Wall;

/// <summary>Decides what is to be done so that every wanted stream runs exactly once, where it should. Used from one grain only.</summary>
/// <param name="wanted">What is wanted.</param>
/// <param name="placements">What was ordered; what is planned is noted there.</param>
/// <param name="board">What nodes report.</param>
/// <param name="view">All of it, put together.</param>
/// <param name="mishaps">What could not be run.</param>
/// <param name="actions">What is being done.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told of what fails and what moves.</param>
internal sealed class WallPlanner(
    WantedStreams wanted, Placements placements, NodeBoard board, WallView view, Mishaps mishaps, StreamActions actions, TimeProvider time, ILogger log)
{
    private readonly Dictionary<string, long> _orderedAt = [];
    private readonly Dictionary<string, long> _movedAt = [];
    private readonly Dictionary<string, string> _moves = [];
    private readonly List<StreamStep> _steps = [];
    private long _balancedAt = time.GetTimestamp();

    /// <summary>Plans from what is known now.</summary>
    /// <returns>What is to be done, at most one thing for each stream, once the placements are written.</returns>
    public IReadOnlyList<StreamStep> Next()
    {
        _steps.Clear();
        NoteReports();
        PlanEnds();
        // Those who are heard first would get all that was lost with a node that the wall was lost with.
        if (board.IsComplete())
        {
            PlanRuns();
            PlanBalance();
        }
        return [.. _steps];
    }

    /// <summary>Has a stream moved to a node.</summary>
    public void Ask(string name, string node) => _moves[name] = node;

    /// <summary>Takes back what was asked.</summary>
    /// <returns>False where it has been planned.</returns>
    public bool TakeBack(string name) => _moves.Remove(name);

    /// <summary>A stream's node has the order now.</summary>
    public void NoteOrdered(string name) => _orderedAt[name] = time.GetTimestamp();

    /// <summary>A stream could not be run: it is tried elsewhere, if there is an elsewhere.</summary>
    public void Fail(string name, string node, string reason)
    {
        mishaps.Note(name, node, wanted.Find(name)?.Version ?? 0, reason);
        placements.Remove(name);
        log.Failed(name, node, reason);
    }

    /// <summary>A stream is wanted no more, and has ended.</summary>
    public void Forget(string name)
    {
        mishaps.Forget(name);
        _orderedAt.Remove(name);
        _movedAt.Remove(name);
        _moves.Remove(name);
        placements.Remove(name);
    }

    /// <summary>Whether something of a node's run that gets nothing new will still go from it; all else is bound to it.</summary>
    public bool HasTaker(string silo)
    {
        if (!board.IsComplete()) return true;
        IReadOnlyCollection<NodeRoom> rooms = [.. view.Rooms()];
        return placements.All.Any(placed => placed.Value.Silo == silo && placed.Value.End is null && MayGo(placed.Key, rooms));
    }

    private void NoteReports()
    {
        foreach (var (name, placed) in placements.All.ToList())
        {
            if (placed.End is not null || actions.IsBusy(name)) continue;
            if (board.Find(placed.Node) is not { } node || node.Report.Silo != placed.Silo || !node.Streams.TryGetValue(name, out var report) || report.Version != placed.Version) continue;
            if (report.Epoch != placed.Epoch) placements.Set(name, placed with { Epoch = report.Epoch });
            if (!report.IsOver)
            {
                if (_orderedAt.TryGetValue(name, out var at)) mishaps.NoteRun(name, time.GetElapsedTime(at));
                continue;
            }
            if (report.State == "failed") Fail(name, placed.Node, report.Reason ?? "It failed.");
            else placements.Set(name, placed with { Epoch = report.Epoch, End = report.State, Reason = report.Reason, EndedAt = time.GetUtcNow() });
        }
        // A node that has begun anew drains no more.
        placements.EndDraining(board.IsGone);
    }

    // What isn't wanted any more is stopped where it runs; what is gone with its node needs no stopping.
    private void PlanEnds()
    {
        foreach (var (name, placed) in placements.All.ToList())
        {
            if (actions.IsBusy(name) || wanted.Find(name) is { IsPaused: false }) continue;
            if (placed.End is not null || board.IsGone(placed.Silo)) Forget(name);
            else _steps.Add(new StreamStep.Stop(name));
        }
    }

    private void PlanRuns()
    {
        var placer = new Placer(view.Rooms());
        foreach (var stream in wanted.All.Where(stream => !stream.IsPaused && !actions.IsBusy(stream.Name)))
        {
            var placed = placements.Find(stream.Name);
            if (placed is null || (placed.End is null ? board.IsGone(placed.Silo) : placed.Version != stream.Version)) PlaceAnew(placer, stream, stopsFirst: false);
            else if (placed.End is null) PlanPlaced(placer, stream, placed);
        }
    }

    private void PlanPlaced(Placer placer, WantedStream stream, PlacedStream placed)
    {
        // Of whom nothing is heard at the moment, nothing is known: wait until it is gone, or back.
        if (board.Find(placed.Node) is not { } node || node.Report.Silo != placed.Silo || !board.IsFresh(node)) return;
        var here = placer.Nodes.FirstOrDefault(room => room.Name == placed.Node);
        if (_moves.Remove(stream.Name, out var target)) Order(stream, target, stopsFirst: true);
        else if (here is null || !view.NeedOf(stream).Fits(here)) PlaceAnew(placer, stream, stopsFirst: true);
        else if (placed.Version != stream.Version) Order(stream, placed.Node, stopsFirst: false);
        // The node says nothing of it, or runs it as it was before: it has fenced itself, or the order was lost.
        else if (IsMissing(stream.Name, placed, node)) OrderAgain(placer, stream, here, node);
    }

    // What runs goes on where nothing can begin; what doesn't is tried elsewhere.
    private void OrderAgain(Placer placer, WantedStream stream, NodeRoom here, KnownNode node)
    {
        if (here.Closed is null) Order(stream, here.Name, stopsFirst: false);
        else if (!node.Streams.ContainsKey(stream.Name)) PlaceAnew(placer, stream, stopsFirst: true);
    }

    // Drained nodes keep what cannot go anywhere else: better there than nowhere.
    private void PlaceAnew(Placer placer, WantedStream stream, bool stopsFirst)
    {
        if (mishaps.IsResting(stream.Name, stream.Version)) return;
        if (placer.Place(view.NeedOf(stream), avoid: mishaps.NodeOf(stream.Name)) is { } node) Order(stream, node, stopsFirst);
        else if (!stopsFirst) placements.Remove(stream.Name);
    }

    private bool IsMissing(string name, PlacedStream placed, KnownNode node) =>
        (!node.Streams.TryGetValue(name, out var report) || report.Version != placed.Version)
        && (!_orderedAt.TryGetValue(name, out var at) || time.GetElapsedTime(at) > WallTimes.Order);

    // What isn't wanted any more is about to be stopped.
    private bool MayGo(string name, IEnumerable<NodeRoom> rooms) =>
        actions.IsBusy(name) || wanted.Find(name) is not { IsPaused: false } stream || rooms.Any(view.NeedOf(stream).Fits);

    private void PlanBalance()
    {
        if (_steps.Count + actions.Count > 0 || board.Unchanged < WallTimes.Settle || time.GetElapsedTime(_balancedAt) < WallTimes.Round) return;
        _balancedAt = time.GetTimestamp();
        var movable = placements.All.Where(placed => placed.Value.End is null && HasRested(placed.Key) && wanted.Find(placed.Key) is not null)
            .ToLookup(placed => placed.Value.Node, placed => view.NeedOf(wanted.Find(placed.Key)!));
        // A twentieth of a node's streams at once, so that most of them never notice.
        var most = Math.Max(1, movable.Select(node => node.Count()).DefaultIfEmpty().Max() / 20);
        foreach (var (name, node) in Rebalancing.Next(view.Rooms(), movable, most))
        {
            log.Balanced(name, placements.Find(name)!.Node, node);
            Order(wanted.Find(name)!, node, stopsFirst: true);
        }
    }

    private bool HasRested(string name) => !_movedAt.TryGetValue(name, out var at) || time.GetElapsedTime(at) > WallTimes.Rest;

    private void Order(WantedStream stream, string node, bool stopsFirst)
    {
        var silo = board.Find(node)!.Report.Silo;
        var before = placements.Find(stream.Name);
        if (before is not null && before.Node != node) _movedAt[stream.Name] = time.GetTimestamp();
        if (stopsFirst)
        {
            // Until it is stopped there, it is still the other node's.
            _steps.Add(new StreamStep.Move(stream, node, silo));
            return;
        }
        placements.Set(stream.Name, new PlacedStream(node, silo, stream.Version, before?.Epoch ?? 0));
        _steps.Add(new StreamStep.Run(stream, node, silo));
    }
}
