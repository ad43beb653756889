namespace StavisLive.Core.Media;

/// <summary>Keeps a source's pool of frames from one connection to the next. Not thread-safe.</summary>
/// <remarks>Without it every connection would leave its buffers to the collector, which takes its time with pinned ones.</remarks>
public sealed class FramePools
{
    private FramePool? _last;

    /// <summary>The pool of a size; the one before is given up if it was of another.</summary>
    public FramePool Of(int width, int height)
    {
        if (_last is null || _last.Width != width || _last.Height != height) _last = new FramePool(width, height);
        return _last;
    }
}
