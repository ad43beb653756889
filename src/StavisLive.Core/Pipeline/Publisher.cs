using StavisLive.Core.Media;
using StavisLive.Core.Supervision;
using StavisLive.Core.Synchronization;
using StavisLive.Core.Windowing;

namespace StavisLive.Core.Pipeline;

/// <summary>Brings maps and the frames that wait for them together and hands the results to the sinks.</summary>
internal sealed class Publisher(
    string stream,
    WindowingOptions windowing,
    TimeSpan lookAhead,
    DelayLine delayLine,
    InferenceLane lane,
    IReadOnlyList<SinkRunner> sinks,
    IStreamTap? tap,
    SourceMonitor monitor,
    SyncMonitor? sync,
    SoundWatch? sound,
    SessionMetrics metrics,
    TimeProvider time)
{
    /// <summary>Runs until the network has no more maps for this stream.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (await lane.ReadMapAsync().ConfigureAwait(false) is { } computed)
            {
                try
                {
                    await PublishAsync(computed).ConfigureAwait(false);
                }
                finally
                {
                    ComputedMap.Release(computed);
                }
            }
        }
        finally
        {
            lane.Maps.Drain();
        }
    }

    /// <summary>Publishes the frames of the map's slot, and of earlier slots whose own map was skipped.</summary>
    private async ValueTask PublishAsync(ComputedMap computed)
    {
        metrics.CountMapOut();
        metrics.Wait.Record(computed.Times.Wait);
        metrics.Network.Record(computed.Times.Network);
        StageTimes? times = computed.Times;
        while (delayLine.TryTake(computed.Slot, out var frame))
        {
            var isOwn = frame.Slot == computed.Slot;
            using var result = Bring(frame, computed, isOwn ? times : null);
            if (isOwn) times = null;
            metrics.CaptureToMap.Record(result.CaptureToMap);
            metrics.CountFrameOut();
            tap?.TakeResult(result);
            foreach (var sink in sinks) await sink.WriteAsync(new SinkItem(result.Share(), null, null)).ConfigureAwait(false);
        }
    }

    private SaliencyResult Bring(WaitingFrame frame, ComputedMap computed, StageTimes? times) => new()
    {
        Stream = stream,
        FrameIndex = frame.Index,
        PresentationTime = frame.PresentationTime,
        CapturedAt = frame.CapturedAt,
        MapSlot = computed.Slot,
        CaptureToMap = time.GetElapsedTime(frame.CapturedAt),
        LookAhead = lookAhead,
        Alignment = windowing.Alignment,
        State = frame.Slot == computed.Slot ? computed.State : MapState.Stale,
        Source = monitor.State,
        Sound = computed.Sound,
        SoundLevel = sound?.Level,
        Sync = sync?.Reading,
        Stages = times,
        Map = computed.Map.Share(),
        Picture = frame.Picture,
        StillName = frame.StillName,
    };
}
