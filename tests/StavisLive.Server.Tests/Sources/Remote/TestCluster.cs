using System.Collections.Concurrent;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Media;
using StavisLive.Server.Sources;
using StavisLive.Server.Sources.Remote;

namespace StavisLive.Server.Tests.Sources.Remote;

/// <summary>What a machine is told of the others' sources, said by the test.</summary>
internal sealed class TestCluster : IRemoteSources
{
    private readonly ConcurrentDictionary<string, (RemoteSource Source, SourceReport Report)> _sources = new();
    private int _looks;

    /// <summary>How often it was looked where a source is.</summary>
    public int Looks => Volatile.Read(ref _looks);

    public IReadOnlyList<SourceReport> Reports => [.. _sources.Values.Select(entry => entry.Report)];

    public bool IsKnown { get; set; } = true;

    public Task RefreshAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public RemoteSource? Find(string id)
    {
        Interlocked.Increment(ref _looks);
        return _sources.TryGetValue(id, out var entry) ? entry.Source : null;
    }

    /// <summary>A source is watched there now; null: nowhere for the moment. Nothing is drawn on it, if that is known.</summary>
    public void Put(
        string id, Uri? address, long epoch = 1, string? name = null, string? node = null, bool isDrawnKnown = true, int width = 640, int height = 360) => _sources[id] = (
        new RemoteSource(id, name ?? id, epoch, address),
        new SourceReport
        {
            Id = id, Name = name ?? id, Epoch = epoch, Node = node, Kind = "synthetic", State = address is null ? "starting" : "live", Since = DateTimeOffset.UnixEpoch, Audio = "present",
            Width = width, Height = height,
            ZonesTag = isDrawnKnown ? AreaTag.Of(Array.Empty<ZoneConfig>()) : null,
            MasksTag = isDrawnKnown ? AreaTag.Of(Array.Empty<FrameMask>()) : null,
        });

    /// <summary>A source runs on no machine, for as long as it is so.</summary>
    public void Rest(string id, string state)
    {
        var report = new SourceReport { Id = id, Name = id, Epoch = 1, Kind = "synthetic", State = state, Since = DateTimeOffset.UnixEpoch, Audio = "missing" };
        _sources[id] = (new RemoteSource(id, id, 1, null, report), report);
    }

    /// <summary>There is no such source any more.</summary>
    public void Remove(string id) => _sources.TryRemove(id, out _);
}
