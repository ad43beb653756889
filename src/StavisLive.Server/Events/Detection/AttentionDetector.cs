using StavisLive.Core.Configuration.Publishing;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Hosting.Composition;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Events.Detection;

/// <summary>Makes events of what one run of one stream publishes, and keeps the source's <see cref="WatchedSource.ZoneTimes"/>.</summary>
/// <remarks>How long something lasts goes by the frames' own time; when it happened, which is for people, by the clock.</remarks>
/// <param name="source">The source.</param>
/// <param name="events">Told of them.</param>
/// <param name="time">The clock.</param>
internal sealed class AttentionDetector(WatchedSource source, EventHub events, TimeProvider time) : IStreamObserver
{
    // Nobody reads them more often.
    private static readonly MediaTime TimesInterval = MediaTime.FromSeconds(1);

    private readonly ZoneWatch _zones = new(source.ZoneTimes);
    private readonly SpreadDetector _spread = new();
    private readonly long _epoch = source.Epoch;
    private StreamPlan? _plan;
    private FramePoint? _peak;
    private MediaTime _timesAt;
    private bool _wasHeard;
    private bool? _isLost;
    private SourceState? _state;

    /// <inheritdoc />
    public void OnResult(SaliencyResult result, AttentionSample sample)
    {
        var plan = source.Plan;
        if (plan != _plan) Watch(plan, sample.At);
        if (plan is null) return;
        // A map of nothing has no highest place.
        _peak = sample.PeakValue > 0 ? sample.Peak : null;
        // What is still on its way from a connection that is lost says nothing of now.
        var place = _peak is { } peak && !IsGone(_state) ? InFrame(peak, plan.Config.Source.Region) : (FramePoint?)null;
        var changes = _zones.Step(result.PresentationTime, place, TimeSpan.FromSeconds(plan.Config.Events.Settle));
        // Before the events: who is told of one may look.
        if (changes.Length > 0 || (_zones.IsInside && IsDue(result.PresentationTime))) KeepTimes(result.PresentationTime);
        Publish(changes, sample.At);

        _wasHeard |= result.Audio is AudioState.Present;
        if (result.State is MapState.Warming || plan.Config.Events.SpreadBits is not { } bits) return;
        if (_spread.Step(result.PresentationTime, sample.Entropy, bits))
            events.Publish(new AttentionEvent { Kind = EventKind.Spread, Source = source.Id, Epoch = _epoch, At = sample.At, Peak = _peak, Entropy = sample.Entropy });
    }

    /// <inheritdoc />
    public void OnState(SourceStateChange change)
    {
        // While it is tried for again there may be another reason each time.
        if (change.State == _state) return;
        _state = change.State;
        // A stall passes, or becomes one of these: until then visits go on.
        if (IsGone(change.State)) EndVisits(change.At);
        events.Publish(Of(EventKind.SourceState, change.At, change.State.ToString(), change.Reason));
    }

    /// <inheritdoc />
    public void OnAudio(AudioChange change)
    {
        var isLost = change.State is not AudioState.Present;
        var wasLost = _isLost;
        _isLost = isLost;
        if (!isLost) _wasHeard = true;
        // What never was there is not lost, and what is there at the beginning was not found.
        if (isLost && wasLost is not true && _wasHeard) events.Publish(Of(EventKind.AudioLost, change.At, change.State.ToString(), change.Reason));
        if (!isLost && wasLost is true) events.Publish(Of(EventKind.AudioFound, change.At, change.State.ToString(), change.Reason));
    }

    /// <summary>The stream has ended: nobody looks at its zones any more.</summary>
    public void Dispose() => EndVisits(time.GetUtcNow());

    private static bool IsGone(SourceState? state) => state is SourceState.Reconnecting or SourceState.Failed;

    private static FramePoint InFrame(FramePoint peak, FrameArea? region) =>
        region is null ? peak : new FramePoint(region.X + (peak.X * region.Width), region.Y + (peak.Y * region.Height));

    private void Watch(StreamPlan? plan, DateTimeOffset at)
    {
        _plan = plan;
        var changes = _zones.Watch(plan?.Config.Source.Zones ?? []);
        source.ZoneTimes = _zones.Times;
        Publish(changes, at);
    }

    private void EndVisits(DateTimeOffset at)
    {
        // Before its first map a run knows of no zones.
        if (_plan is null) return;
        var changes = _zones.End();
        source.ZoneTimes = _zones.Times;
        Publish(changes, at);
    }

    private bool IsDue(MediaTime at) => at < _timesAt || at - _timesAt >= TimesInterval;

    private void KeepTimes(MediaTime at)
    {
        _timesAt = at;
        source.ZoneTimes = _zones.Times;
    }

    private void Publish(ReadOnlySpan<ZoneChange> changes, DateTimeOffset at)
    {
        foreach (var change in changes)
        {
            events.Publish(new AttentionEvent
            {
                Kind = change.Kind, Source = source.Id, Epoch = _epoch, At = at, Zone = change.Zone, Peak = _peak, Seconds = change.Seconds,
            });
        }
    }

    private AttentionEvent Of(string kind, DateTimeOffset at, string state, string? reason) => new()
    {
        Kind = kind, Source = source.Id, Epoch = _epoch, At = at, State = state.ToLowerInvariant(), Reason = reason is null ? null : SafeAddress.Redact(reason),
    };
}
