using StavisLive.Core.Media;

namespace StavisLive.Core.Sources.Decorators;

/// <summary>Ends a source after so many frames or so long on its time line: a regular end, not an interruption.</summary>
/// <remarks>
/// A supervised source, which may be gone for good without ending, is ended by the clock as well. Audio that comes behind the last picture is waited
/// for, unless all is live.
/// </remarks>
public sealed class LimitedSource : SourceDecorator
{
    private readonly long _frames;
    private readonly MediaTime _duration;
    private readonly TimeSpan? _clockDuration;
    private readonly TimeProvider _time;
    private MediaTime _audioLag;

    /// <param name="inner">The source; owned.</param>
    /// <param name="maxFrames">Most frames; null: no limit.</param>
    /// <param name="duration">Time from the first frame on; null: no limit.</param>
    /// <param name="time">The clock.</param>
    public LimitedSource(ISource inner, long? maxFrames, TimeSpan? duration, TimeProvider time)
        : base(inner)
    {
        if (maxFrames is <= 0) throw new ArgumentOutOfRangeException(nameof(maxFrames), maxFrames, "At least one frame.");
        if (duration <= TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(duration), duration, "More than nothing.");
        _frames = maxFrames ?? long.MaxValue;
        _duration = duration is { } given ? MediaTime.FromSeconds(given.TotalSeconds) : new MediaTime(long.MaxValue);
        if (inner.Find<IReportsState>() is not null) _clockDuration = duration;
        _time = time;
    }

    /// <inheritdoc />
    public override async Task<SourceDescription> OpenAsync(CancellationToken cancellationToken)
    {
        var description = await OpenInnerAsync(cancellationToken).ConfigureAwait(false);
        if (!description.IsLive) _audioLag = MediaTime.FromSeconds(description.AudioLag.TotalSeconds);
        return description with { FrameCount = Least(description.FrameCount, ByDuration(description.FrameRate), _frames) };
    }

    /// <inheritdoc />
    public override async Task ReadAsync(IMediaWriter output, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource();
        await using var clock = Wind(over).ConfigureAwait(false);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, over.Token);
        var writer = new Writer(output, _frames, _duration, _audioLag, enough);
        try
        {
            await Inner.ReadAsync(writer, enough.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when ((writer.HasEnough || over.IsCancellationRequested) && !cancellationToken.IsCancellationRequested)
        {
            // The limit was reached, and the inner source told to stop.
        }
    }

    // One that is connected to again and again may never open.
    private async Task<SourceDescription> OpenInnerAsync(CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource();
        await using var clock = Wind(over).ConfigureAwait(false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, over.Token);
        try
        {
            return await Inner.OpenAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (over.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new SourceException(FormattableString.Invariant($"{Name} was not there within the {_clockDuration?.TotalSeconds:0.###} s that it was to be watched."), e);
        }
    }

    // Cancels when the clock says that it is over. A timer cannot wait for longer than 49 days, so it looks once a day.
    private ITimer Wind(CancellationTokenSource over)
    {
        if (_clockDuration is not { } duration) return _time.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var days = duration.Days;
        return _time.CreateTimer(
            _ =>
            {
                if (days-- == 0) over.Cancel();
            },
            null, duration - TimeSpan.FromDays(days), TimeSpan.FromDays(1));
    }

    private long? ByDuration(double frameRate) =>
        _duration.Nanoseconds == long.MaxValue || frameRate <= 0 ? null : (long)Math.Ceiling(_duration.Seconds * frameRate);

    private static long? Least(long? known, long? byDuration, long byCount)
    {
        var least = Math.Min(Math.Min(known ?? long.MaxValue, byDuration ?? long.MaxValue), byCount);
        return least == long.MaxValue ? null : least;
    }

    /// <summary>Passes on until there is enough; from then on everything is dropped, so that the outcome is the same on every run.</summary>
    private sealed class Writer(IMediaWriter output, long maxFrames, MediaTime duration, MediaTime audioLag, CancellationTokenSource enough) : MediaWriterDecorator(output)
    {
        private MediaTime? _first;
        private MediaTime? _end;
        private long _frames;
        private volatile bool _hasEnough;

        public bool HasEnough => _hasEnough;

        public override async ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken)
        {
            var time = frame.PresentationTime;
            _first ??= time;
            if (_hasEnough || _end is not null || time - _first.Value >= duration)
            {
                frame.Dispose();
                await EndAsync(time).ConfigureAwait(false);
                return;
            }
            await Output.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
            if (++_frames == maxFrames) await EndAsync(time).ConfigureAwait(false);
        }

        public override ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken)
        {
            if (IsWanted(block.PresentationTime)) return Output.WriteAsync(block, cancellationToken);
            block.Dispose();
            return default;
        }

        public override ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken)
        {
            if (IsWanted(packet.PresentationTime)) return Output.WriteAsync(packet, cancellationToken);
            packet.Dispose();
            return default;
        }

        public override ValueTask WritePauseAsync(CancellationToken cancellationToken) => _hasEnough || _end is not null ? default : Output.WritePauseAsync(cancellationToken);

        private bool IsWanted(MediaTime audio) => !_hasEnough && !(audio >= _end);

        // Pictures have come as far as then. There are enough of them, but their audio may still be on its way.
        private async Task EndAsync(MediaTime time)
        {
            if (audioLag > MediaTime.Zero && time - (_end ??= time) < audioLag) return;
            _hasEnough = true;
            await enough.CancelAsync().ConfigureAwait(false);
        }
    }
}
