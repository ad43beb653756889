using StavisLive.Core.Configuration.Publishing;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Media;

namespace StavisLive.Server.Events.Detection;

/// <summary>One zone with how attention comes, stays and goes.</summary>
/// <remarks>
/// A visit begins with the first sample inside and ends with the first one outside of those that stayed; whoever looks away for less
/// than that has not left, and the moment counts.
/// </remarks>
/// <param name="zone">The zone.</param>
/// <param name="seconds">Seconds of earlier visits.</param>
internal sealed class ZoneVisit(ZoneConfig zone, double seconds)
{
    private FramePoint[] _corners = [.. zone.Corners];
    private ZoneConfig _zone = zone;
    private MediaTime _all;
    private MediaTime _visit;
    private bool _hasDwelt;

    // Since when it seems to be otherwise than was told, and what of that has counted.
    private MediaTime? _turned;
    private MediaTime _sinceTurned;

    /// <summary>Name of the zone.</summary>
    public string Name => _zone.Name;

    /// <summary>Whether attention is there, as was told.</summary>
    public bool IsInside { get; private set; }

    /// <summary>Seconds of all visits.</summary>
    public double Seconds => seconds + _all.Seconds;

    /// <summary>The zone is drawn or named otherwise; a visit goes on.</summary>
    public void Change(ZoneConfig changed) => (_zone, _corners) = (changed, [.. changed.Corners]);

    /// <summary>What seemed to be has to be seen anew: time went backwards, or nothing came.</summary>
    public void Unsettle() => _turned = null;

    /// <summary>A sample.</summary>
    /// <param name="at">When.</param>
    /// <param name="passed">Time since the last one, as far as it counts.</param>
    /// <param name="peak">Where attention is, in fractions of the whole frame; null: nowhere.</param>
    /// <param name="settle">How long it has to stay inside or outside.</param>
    /// <param name="changes">Told what has happened.</param>
    public void Step(MediaTime at, MediaTime passed, FramePoint? peak, TimeSpan settle, List<ZoneChange> changes)
    {
        var isInside = peak is { } point && ZonePolygon.Contains(_corners, point);
        // Until this sample it was as at the last one.
        if (_turned is not null) _sinceTurned += passed;
        else if (IsInside) Count(passed);

        if (isInside == IsInside)
        {
            if (IsInside && _turned is not null) Count(_sinceTurned);
            _turned = null;
        }
        else
        {
            if (_turned is null) (_turned, _sinceTurned) = (at, default);
            if ((at - _turned.Value).ToTimeSpan() < settle) return;
            if (isInside) Enter(changes);
            else Leave(changes);
        }
        if (IsInside && !_hasDwelt && _zone.Dwell <= _visit.Seconds)
        {
            _hasDwelt = true;
            changes.Add(new ZoneChange(EventKind.ZoneDwell, Name, _visit.Seconds));
        }
    }

    /// <summary>Nothing more comes for now: ends the visit, if there is one.</summary>
    public void End(List<ZoneChange> changes)
    {
        if (IsInside) Leave(changes);
        Unsettle();
    }

    private void Enter(List<ZoneChange> changes)
    {
        (IsInside, _hasDwelt, _visit, _turned) = (true, false, default, null);
        Count(_sinceTurned);
        changes.Add(new ZoneChange(EventKind.ZoneEntered, Name, null));
    }

    private void Leave(List<ZoneChange> changes)
    {
        (IsInside, _turned) = (false, null);
        changes.Add(new ZoneChange(EventKind.ZoneLeft, Name, _visit.Seconds));
    }

    private void Count(MediaTime passed)
    {
        _visit += passed;
        _all += passed;
    }
}
