using StavisLive.Core.Media;
using StavisLive.Core.Synchronization;

namespace StavisLive.Core.Sources.Reconnection;

/// <summary>Measures how a connection's sound lies against its pictures by when both come. Not thread-safe.</summary>
/// <remarks>
/// Stamps are the only word on what belongs together, and are followed. But sound whose stamps run at another pace than those of the
/// pictures comes earlier and earlier, or later and later, against them. What encoders and buffers delay one more than
/// the other by is in the offset too, and constant.
/// </remarks>
internal sealed class ArrivalSync(SyncMonitor monitor)
{
    private ClockTracker _clock = new();
    private double _last = double.NegativeInfinity;
    private double _reported = double.NegativeInfinity;

    /// <summary>Takes note of sound.</summary>
    /// <param name="end">Where its last sample lies on the pictures' line.</param>
    /// <param name="lateness">How much later it came than pictures of that time do.</param>
    public void Learn(MediaTime end, MediaTime lateness)
    {
        var own = end.Seconds;
        if (own < _last)
        {
            _clock = new ClockTracker();
            _reported = double.NegativeInfinity;
        }
        _last = own;
        _clock.Add(own, own + lateness.Seconds);
        if (!_clock.IsKnown || own - _reported < 1) return;
        _reported = own;
        monitor.Report(new SyncReading(-1000 * _clock.OffsetAt(own), _clock.DriftPpm));
    }
}
