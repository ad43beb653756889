using System.Runtime.InteropServices;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Media;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Events.Detection;

/// <summary>The zones of one stream, and how attention comes to them, stays and goes.</summary>
/// <remarks>
/// <para>By the frames' own time: maps may come in bursts, or faster than life from a file. Between two samples that are more than a
/// second apart nobody saw where attention was, so that such a gap counts nothing.</para>
/// <para>Allocates nothing as long as nothing happens.</para>
/// </remarks>
/// <param name="before">How attention had been in the zones before this stream.</param>
internal sealed class ZoneWatch(IReadOnlyDictionary<string, ZoneTime> before)
{
    private static readonly MediaTime LongestGap = MediaTime.FromSeconds(1);

    private readonly List<ZoneChange> _changes = [];
    private ZoneVisit[] _visits = [];
    private MediaTime? _last;

    /// <summary>Whether attention is in any zone.</summary>
    public bool IsInside => Array.Exists(_visits, visit => visit.IsInside);

    /// <summary>How attention has been in each zone.</summary>
    public IReadOnlyDictionary<string, ZoneTime> Times => _visits.ToDictionary(visit => visit.Name, visit => new ZoneTime(visit.Seconds, visit.IsInside));

    /// <summary>Watches these zones from now on. Those of the same names go on; visits to others end.</summary>
    /// <returns>What has happened, until the next call.</returns>
    public ReadOnlySpan<ZoneChange> Watch(IReadOnlyList<ZoneConfig> zones)
    {
        _changes.Clear();
        var visits = zones.Select(VisitOf).ToArray();
        foreach (var gone in _visits.Except(visits)) gone.End(_changes);
        _visits = visits;
        return CollectionsMarshal.AsSpan(_changes);
    }

    /// <summary>A sample.</summary>
    /// <param name="at">When, on the stream's time line.</param>
    /// <param name="peak">Where attention is, in fractions of the whole frame; null: nowhere.</param>
    /// <param name="settle">How long it has to stay inside or outside of a zone to have entered or left it.</param>
    /// <returns>What has happened, until the next call.</returns>
    public ReadOnlySpan<ZoneChange> Step(MediaTime at, FramePoint? peak, TimeSpan settle)
    {
        _changes.Clear();
        var passed = _last is { } last ? at - last : default;
        _last = at;
        foreach (var visit in _visits)
        {
            if (passed < MediaTime.Zero) visit.Unsettle();
            visit.Step(at, passed >= MediaTime.Zero && passed <= LongestGap ? passed : default, peak, settle, _changes);
        }
        return CollectionsMarshal.AsSpan(_changes);
    }

    /// <summary>Nothing more comes for now: ends every visit.</summary>
    /// <returns>What has happened, until the next call.</returns>
    public ReadOnlySpan<ZoneChange> End()
    {
        _changes.Clear();
        foreach (var visit in _visits) visit.End(_changes);
        return CollectionsMarshal.AsSpan(_changes);
    }

    private ZoneVisit VisitOf(ZoneConfig zone)
    {
        if (Array.Find(_visits, visit => visit.Name == zone.Name) is not { } known) return new ZoneVisit(zone, before.GetValueOrDefault(zone.Name).Seconds);
        known.Change(zone);
        return known;
    }
}
