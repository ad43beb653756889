using System.Runtime.CompilerServices;
using StavisLive.Cluster.Configuration;
using StavisLive.Cluster.Contracts;
using StavisLive.Cluster.Placement;
using StavisLive.Cluster.Sources;
using StavisLive.Core.Configuration;

namespace StavisLive.Cluster.Wall;

/// <summary>What the wall knows of its nodes and streams, put together from what is wanted, what was ordered and what nodes report.</summary>
/// <param name="wanted">What is wanted.</param>
/// <param name="placements">What was ordered.</param>
/// <param name="board">What nodes report.</param>
/// <param name="mishaps">What could not be run.</param>
internal sealed class WallView(WantedStreams wanted, Placements placements, NodeBoard board, Mishaps mishaps)
{
    // By the configuration itself: all nodes ask for all places whenever one of them has changed.
    private readonly ConditionalWeakTable<string, byte[]?> _areas = [];

    /// <summary>How often places may have changed.</summary>
    public long Changes => wanted.Changes + placements.Changes + board.Changes;

    /// <summary>Nodes that streams may be on, with the load that theirs make.</summary>
    public IEnumerable<NodeRoom> Rooms()
    {
        var loads = placements.All.Where(stream => stream.Value.End is null && wanted.Find(stream.Key) is not null)
            .GroupBy(stream => stream.Value.Node).ToDictionary(node => node.Key, node => node.Sum(stream => NeedOf(wanted.Find(stream.Key)!).MapsPerSecond));
        return board.Rooms(placements.Draining, node => loads.GetValueOrDefault(node));
    }

    /// <summary>What a stream needs, as far as it has shown it.</summary>
    public StreamNeed NeedOf(WantedStream stream) => new(stream, ReportOf(stream.Name) is { FramesPerSecond: > 0 and var rate } ? rate : StreamNeed.Usual);

    /// <summary>A node, for people.</summary>
    public NodeStatus StatusOf(KnownNode node)
    {
        var report = node.Report;
        var streams = placements.All.Where(stream => stream.Value.Silo == report.Silo && stream.Value.End is null).Select(stream => wanted.Find(stream.Key)).OfType<WantedStream>().ToList();
        var state = !board.IsFresh(node) ? "silent" : report.IsLeaving || placements.Draining.Contains(report.Silo) ? "draining" : report.Capacity > 0 ? "up" : "starting";
        return new NodeStatus(
            report.Name, state, report.Address, Math.Round(report.Capacity, 1), Math.Round(streams.Sum(stream => NeedOf(stream).MapsPerSecond), 1), streams.Count, report.HasCuda, report.Labels);
    }

    /// <summary>A stream, for people.</summary>
    public SourceStatus StatusOf(WantedStream stream)
    {
        var (there, report) = (placements.Find(stream.Name), ReportOf(stream.Name));
        var (state, reason, _) = StateOf(stream, there, report);
        var runs = there is { End: null };
        return new SourceStatus(
            stream.Name, runs ? there!.Node : null, state, reason, there?.Epoch ?? 0, stream.Version, runs && report is not null ? Math.Round(report.MapsPerSecond, 1) : 0);
    }

    /// <summary>Where a stream is, for other nodes.</summary>
    public StreamPlace PlaceOf(WantedStream stream)
    {
        var there = placements.Find(stream.Name);
        if (there is { End: null } && !stream.IsPaused)
            return new StreamPlace(stream.Name, there.Node, board.Find(there.Node)?.Report.Address, there.Epoch, null, null, stream.Kind, AreasOf(stream));
        var (state, reason, since) = StateOf(stream, there, null);
        return new StreamPlace(stream.Name, null, null, there?.Epoch ?? 0, state, reason, stream.Kind, AreasOf(stream), since);
    }

    private byte[]? AreasOf(WantedStream stream) => _areas.GetValue(stream.Config, _ =>
    {
        try
        {
            return StreamAreas.Write(WantedStreamConfig.Read(stream).Source);
        }
        catch (ConfigException)
        {
            // A later version's, which this one doesn't understand.
            return null;
        }
    });

    private StreamReport? ReportOf(string name) =>
        placements.Find(name) is { } there && board.Find(there.Node) is { } node && node.Report.Silo == there.Silo ? node.Streams.GetValueOrDefault(name) : null;

    private (string State, string? Reason, DateTimeOffset? Since) StateOf(WantedStream stream, PlacedStream? there, StreamReport? report)
    {
        if (stream.IsPaused) return ("paused", null, stream.PausedAt);
        if (there is { End: { } end }) return (end, there.Reason, there.EndedAt);
        if (there is not null) return (report?.State ?? "starting", report?.Reason, null);
        if (mishaps.Find(stream.Name, stream.Version) is { } mishap) return ("failed", mishap.Reason, mishap.Since);
        return ("waiting", NeedOf(stream).WhyNone([.. Rooms()]), null);
    }
}
