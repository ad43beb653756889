using StavisLive.Core.Media;

namespace StavisLive.Core.Sources.Reconnection;

/// <summary>Tells what had piled up before a connection was read from what happens now. Not thread-safe.</summary>
/// <remarks>
/// While a network loads, or ffmpeg finds out what a stream is, seconds of it wait in buffers. They come in a burst, and
/// only its last frame is news.
/// </remarks>
internal sealed class Backlog(TimeProvider time)
{
    // A burst comes as fast as it is decoded; frames that happen come at their own pace, give or take the scheduler's moods.
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);
    private const double BurstPace = 1.5;

    // A stream that still comes too fast then is not a live one, and is taken as it comes.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private MediaTime _from;
    private long _fromAt;
    private long? _begunAt;
    private bool _isOver;

    /// <summary>Whether a frame still belongs to the backlog.</summary>
    public bool Holds(MediaTime own, long capturedAt)
    {
        if (_isOver) return false;
        if (_begunAt is null)
        {
            _begunAt = capturedAt;
            (_from, _fromAt) = (own, capturedAt);
            return true;
        }
        var watched = time.GetElapsedTime(_fromAt, capturedAt);
        if (watched < Glance) return true;
        _isOver = (own - _from).ToTimeSpan() <= watched * BurstPace || time.GetElapsedTime(_begunAt.Value, capturedAt) > Patience;
        (_from, _fromAt) = (own, capturedAt);
        return !_isOver;
    }
}
