using StavisLive.Core.Diagnostics;
using StavisLive.Core.Media;
using StavisLive.Core.Synchronization;

namespace StavisLive.Core.Sources.Reconnection;

/// <summary>Takes what one connection hands over, leaves out what is old, and lays the rest onto the source's line.</summary>
/// <param name="output">Where it goes.</param>
/// <param name="line">The source's line.</param>
/// <param name="sync">Told how its audio lies.</param>
/// <param name="watch">Told of every frame.</param>
/// <param name="monitor">Counts what is left out.</param>
/// <param name="options">How old is old.</param>
/// <param name="time">The clock.</param>
internal sealed class ConnectionWriter(
    IMediaWriter output, SupervisedTimeline line, SyncMonitor sync, ConnectionWatch watch, SourceMonitor monitor, SupervisionOptions options, TimeProvider time)
    : IMediaWriter
{
    // Audio that far from the moment of its arrival has lost its line: its stamps have jumped. Pictures are never that late.
    private static readonly MediaTime AudioReach = MediaTime.FromMilliseconds(5_000);

    private readonly ConnectionClock _clock = new(line, time);
    private readonly Backlog? _backlog = options.SkipsBacklog ? new Backlog(time) : null;
    private readonly ArrivalSync _sync = new(sync);
    private volatile bool _isClosed;

    /// <summary>What ended whoever takes it all, which no other connection would mend; null while all is well.</summary>
    public Exception? OutputFailure { get; private set; }

    /// <summary>The connection is over: what a driver's thread still brings is given back.</summary>
    public void Close() => _isClosed = true;

    /// <inheritdoc />
    public ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken)
    {
        if (_isClosed)
        {
            frame.Dispose();
            return default;
        }
        watch.FrameCame();
        try
        {
            if (!TryPlace(frame)) return default;
        }
        catch
        {
            frame.Dispose();
            throw;
        }
        return PassAsync(frame, output.WriteAsync, cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken)
    {
        if (Placed(block.PresentationTime) is not { } placed)
        {
            block.Dispose();
            return default;
        }
        block.PresentationTime = placed;
        var end = placed + MediaTime.FromSeconds((double)block.Count / AudioFormat.SampleRate);
        _sync.Learn(end, line.Lateness(end, time.GetTimestamp()));
        return PassAsync(block, output.WriteAsync, cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken)
    {
        // Said not to come, see SupervisedSource.
        if (options.ReconnectAttempts != 0 || Placed(packet.PresentationTime) is not { } placed)
        {
            packet.Dispose();
            return default;
        }
        packet.PresentationTime = placed;
        return PassAsync(packet, output.WriteAsync, cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask WritePauseAsync(CancellationToken cancellationToken) =>
        _isClosed ? default : PassAsync(output, static (writer, stop) => writer.WritePauseAsync(stop), cancellationToken);

    private async ValueTask PassAsync<T>(T media, Func<T, CancellationToken, ValueTask> pass, CancellationToken cancellationToken)
    {
        try
        {
            await pass(media, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            OutputFailure = e;
            throw;
        }
    }

    // False, and the frame given back, where it is left out.
    private bool TryPlace(VideoFrame frame)
    {
        if (_backlog?.Holds(frame.PresentationTime, frame.CapturedAt) == true) return LeaveOut(frame, SkipReason.Backlog);
        var placed = _clock.Place(frame.PresentationTime, frame.CapturedAt, out var isCatchingUp);
        line.Learn(placed, frame.CapturedAt);
        // It is late, and the next one follows at once. Late frames that come at their own pace are the newest there are.
        if (isCatchingUp && line.Lateness(placed, frame.CapturedAt).ToTimeSpan() > options.MaxAge) return LeaveOut(frame, SkipReason.Behind);
        line.Put(frame, placed);
        watch.FramePassed();
        return true;
    }

    private bool LeaveOut(VideoFrame frame, string reason)
    {
        monitor.Skip(reason);
        frame.Dispose();
        return false;
    }

    // Null before the first picture, which the audio is heard with, and where the audio has lost its line.
    private MediaTime? Placed(MediaTime own)
    {
        if (_isClosed || _clock.Offset is not { } offset) return null;
        var lateness = line.Lateness(own + offset, time.GetTimestamp());
        return lateness > AudioReach || lateness < MediaTime.Zero - AudioReach ? null : own + offset;
    }
}
