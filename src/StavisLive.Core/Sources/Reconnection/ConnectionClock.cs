using StavisLive.Core.Media;

namespace StavisLive.Core.Sources.Reconnection;

/// <summary>Lays the stamps of one connection onto the line of its source. Not thread-safe.</summary>
/// <remarks>
/// A connection's first frame lies at the moment of its arrival, the others where their stamps say from there. Stamps that
/// run backwards or jump ahead of the clock begin anew at the moment of their arrival.
/// </remarks>
internal sealed class ConnectionClock(SupervisedTimeline line, TimeProvider time)
{
    // No frame comes that much before its time; its clock was set.
    private static readonly MediaTime Jump = MediaTime.FromMilliseconds(1_000);

    // ffmpeg turns stamps that run backwards into ones a millisecond apart, until the old ones are reached again, hours later
    // perhaps. Frames whose stamps advance at less than a quarter of the pace are such, but for those behind a single pause, which may
    // be the source's own.
    private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);
    private const double StuckPace = 0.25;

    private MediaTime? _offset;
    private MediaTime _previous;
    private long _previousAt;
    private MediaTime _marked;
    private long _markedAt;
    private bool _stoodStill;

    /// <summary>From this connection's stamps to the line; null before the first frame.</summary>
    public MediaTime? Offset => _offset;

    /// <summary>Where the next frame lies on the line.</summary>
    /// <param name="own">Its stamp.</param>
    /// <param name="capturedAt">When it came.</param>
    /// <param name="isCatchingUp">Whether it comes much faster after the one before it than it was taken.</param>
    /// <exception cref="SourceException">The stamps stand still.</exception>
    public MediaTime Place(MediaTime own, long capturedAt, out bool isCatchingUp)
    {
        isCatchingUp = false;
        if (_offset is not { } offset)
        {
            MarkPace(own, capturedAt);
            return Begin(own, capturedAt);
        }
        var wait = time.GetElapsedTime(_previousAt, capturedAt);
        isCatchingUp = wait < (own - _previous).ToTimeSpan() / 2;
        CheckPace(own, capturedAt, wait);
        var isLost = own <= _previous || line.Lateness(own + offset, capturedAt) < MediaTime.Zero - Jump;
        if (isLost) return Begin(own, capturedAt);
        (_previous, _previousAt) = (own, capturedAt);
        return own + offset;
    }

    private MediaTime Begin(MediaTime own, long capturedAt)
    {
        var placed = line.Anchor(own, capturedAt);
        _offset = placed - own;
        (_previous, _previousAt) = (own, capturedAt);
        return placed;
    }

    private void CheckPace(MediaTime own, long capturedAt, TimeSpan wait)
    {
        var watched = time.GetElapsedTime(_markedAt, capturedAt);
        var standsStill = own > _previous && (own - _previous).ToTimeSpan() < wait * StuckPace;
        var goesOn = own > _previous && (wait <= Pause || (standsStill && _stoodStill));
        _stoodStill = standsStill && wait > Pause;
        if (goesOn)
        {
            if (watched < StuckAfter) return;
            if ((own - _marked).ToTimeSpan() < watched * StuckPace)
                throw new SourceException("The time stamps of its frames stand still or ran backwards.");
        }
        MarkPace(own, capturedAt);
    }

    private void MarkPace(MediaTime own, long capturedAt) => (_marked, _markedAt) = (own, capturedAt);
}
