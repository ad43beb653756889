using StavisLive.Core.Media;

namespace StavisLive.Core.Sources.Reconnection;

/// <summary>The one time line and numbering that all connections of a source share. Used by one connection at a time.</summary>
/// <remarks>Begins with the first connection's own stamps; from then on it runs with the clock, through every hole.</remarks>
internal sealed class SupervisedTimeline(TimeProvider time)
{
    // Two frames never lie at one time. The containers behind us count milliseconds.
    private static readonly MediaTime LeastStep = MediaTime.FromMilliseconds(1);

    private readonly TimelineOrigin _origin = new(time);
    private MediaTime? _last;
    private long _frames;

    /// <summary>Where a frame lies whose own stamp does not tell: at the moment of its arrival.</summary>
    /// <param name="own">Its own stamp, which the line begins with.</param>
    /// <param name="capturedAt">When it came.</param>
    public MediaTime Anchor(MediaTime own, long capturedAt) => InOrder(_origin.TimeOf(capturedAt) ?? own);

    /// <summary>How much later than usual something comes that lies at <paramref name="placed"/>; negative: earlier.</summary>
    public MediaTime Lateness(MediaTime placed, long capturedAt) => (_origin.TimeOf(capturedAt) ?? placed) - placed;

    /// <summary>Takes note of a frame that came, whether it is passed on or not.</summary>
    public void Learn(MediaTime placed, long capturedAt) => _origin.Learn(placed, capturedAt);

    /// <summary>Gives the next frame its time and number.</summary>
    public void Put(VideoFrame frame, MediaTime placed)
    {
        frame.PresentationTime = InOrder(placed);
        frame.Index = _frames++;
        _last = frame.PresentationTime;
    }

    private MediaTime InOrder(MediaTime placed) => _last is { } last && placed <= last ? last + LeastStep : placed;
}
