using StavisLive.Core.Windowing;

namespace StavisLive.Core.Sources.Reconnection;

/// <summary>Follows one connection's frames and tells the monitor how it is doing.</summary>
internal sealed class ConnectionWatch : IDisposable
{
    private readonly SourceMonitor _monitor;
    private readonly TimeSpan _stalledAfter;
    private readonly ITimer _timer;
    private int _frames;
    private volatile bool _isOver;

    /// <summary>Starts watching a connection that has just been made.</summary>
    public ConnectionWatch(SourceMonitor monitor, TimeSpan stalledAfter, TimeProvider time)
    {
        _monitor = monitor;
        _stalledAfter = stalledAfter;
        _timer = time.CreateTimer(_ => Stall(), state: null, stalledAfter, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether a window's worth of frames has been passed on.</summary>
    public bool WasLive => Volatile.Read(ref _frames) >= NetworkWindow.Frames;

    /// <summary>A frame came, worth showing or not.</summary>
    public void FrameCame() => _timer.Change(_stalledAfter, Timeout.InfiniteTimeSpan);

    /// <summary>A frame is passed on.</summary>
    public void FramePassed()
    {
        if (!WasLive) _frames++;
        if (_monitor.State == SourceState.Warming && WasLive) _monitor.Report(SourceState.Live);
        else if (_monitor.State == SourceState.Stalled) _monitor.Report(WasLive ? SourceState.Live : SourceState.Warming);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _isOver = true;
        _timer.Dispose();
    }

    private void Stall()
    {
        if (_isOver) return;
        var reason = FormattableString.Invariant($"no frame for {_stalledAfter.TotalSeconds:0.###} s");
        _monitor.Report(SourceState.Live, SourceState.Stalled, reason);
        _monitor.Report(SourceState.Warming, SourceState.Stalled, reason);
    }
}
