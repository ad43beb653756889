using StavisLive.Core.Diagnostics;
using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Core.Synchronization;
using StavisLive.Core.Windowing;

namespace StavisLive.Core.Sessions.Stages;

/// <summary>Brings maps and the frames that wait for them together and publishes the results.</summary>
/// <param name="stream">The stream's name.</param>
/// <param name="windowing">How its windows lie.</param>
/// <param name="lookAhead">How far they reach beyond the frame they are for.</param>
/// <param name="monitor">How the source is doing.</param>
/// <param name="sync">How audio and pictures lie; null where nobody can tell.</param>
/// <param name="context">What the stages share.</param>
internal sealed class Publisher(
    string stream, WindowingOptions windowing, TimeSpan lookAhead, SourceMonitor monitor, SyncMonitor? sync, StageContext context)
{
    // Held until the next one comes: live, a slot's map may be there before the last of its frames. Its times go with one frame only.
    private ComputedMap? _newest;
    private StageTimes? _times;

    /// <summary>Runs until the network has no more maps for this stream.</summary>
    public async Task RunAsync()
    {
        Task<ComputedMap?>? reading = null;
        try
        {
            for (var isOver = false; !isOver;)
            {
                reading ??= context.Lane.ReadMapAsync().AsTask();
                await Task.WhenAny(reading, context.DelayLine.Late).ConfigureAwait(false);
                if (reading.IsCompleted)
                {
                    if (await reading.ConfigureAwait(false) is { } computed) Take(computed);
                    else isOver = true;
                    reading = null;
                }
                if (_newest is { } newest) await PublishAsync(newest).ConfigureAwait(false);
            }
        }
        finally
        {
            if (_newest is { } newest) ComputedMap.Release(newest);
            context.Lane.DrainMaps();
            // One may be on its way yet where publishing failed.
            if (reading is { IsFaulted: false } && await reading.ConfigureAwait(false) is { } unread) ComputedMap.Release(unread);
        }
    }

    private void Take(ComputedMap computed)
    {
        if (_newest is { } newest) ComputedMap.Release(newest);
        _newest = computed;
        _times = computed.Times;
        context.Metrics.CountMapOut();
        context.Metrics.Wait.Record(computed.Times.Wait);
        context.Metrics.Network.Record(computed.Times.Network);
    }

    /// <summary>Publishes the frames of the map's slot, and of earlier slots whose own map was skipped.</summary>
    private async ValueTask PublishAsync(ComputedMap computed)
    {
        while (context.DelayLine.TryTake(computed.Slot, out var frame))
        {
            var isOwn = frame.Slot == computed.Slot;
            using var result = CreateResult(frame, computed, isOwn ? _times : null);
            if (isOwn) _times = null;
            context.Metrics.CountFrameOut(result.CapturedAt, result.CaptureToMap);
            context.Tap?.TakeResult(result);
            await context.Hub.PublishAsync(result).ConfigureAwait(false);
        }
    }

    private SaliencyResult CreateResult(WaitingFrame frame, ComputedMap computed, StageTimes? times) => new()
    {
        Stream = stream,
        FrameIndex = frame.Index,
        PresentationTime = frame.PresentationTime,
        CapturedAt = frame.CapturedAt,
        MapSlot = computed.Slot,
        CaptureToMap = context.Time.GetElapsedTime(frame.CapturedAt),
        LookAhead = lookAhead,
        Alignment = windowing.Alignment,
        State = frame.Slot == computed.Slot ? computed.State : MapState.Stale,
        Source = monitor.State,
        Audio = computed.Audio,
        AudioLevel = context.Audio?.Level,
        Sync = sync?.Reading,
        Stages = times,
        Map = computed.Map.Share(),
        Picture = frame.Picture,
        NetworkPicture = frame.NetworkPicture,
        StillName = frame.StillName,
    };
}
