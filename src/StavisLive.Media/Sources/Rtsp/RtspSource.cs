using StavisLive.Core.Diagnostics;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Sources.Rtsp;

/// <summary>A camera or server behind an RTSP address, live, with its audio on the same time line.</summary>
/// <remarks>
/// One connection: when it is lost, for whatever reason, <see cref="ReadAsync"/> throws. A live stream has no proper end, so
/// its end is a loss as well.
/// </remarks>
public sealed class RtspSource : ISource
{
    private readonly string _address;
    private readonly RtspSourceOptions _options;
    private readonly TimeProvider _time;
    private readonly FramePools _pools;
    private FfmpegCapture? _capture;

    /// <param name="address">The address, with user and password where it asks for them.</param>
    /// <param name="options">What is wanted of it.</param>
    /// <param name="time">Stamps arrivals and measures timeouts.</param>
    /// <param name="pools">Frames that connections to one address share; null: its own.</param>
    public RtspSource(string address, RtspSourceOptions options, TimeProvider time, FramePools? pools = null)
    {
        _address = address;
        _options = options;
        _time = time;
        _pools = pools ?? new FramePools();
        SafeAddress.Know(address);
        Name = SafeAddress.Of(address);
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <summary>Number of the child process; null before there is one.</summary>
    internal int? ChildId => _capture?.ChildId;

    /// <inheritdoc />
    public async Task<SourceDescription> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            var tools = await FfmpegTools.FindAsync(cancellationToken).ConfigureAwait(false);
            if (_options.Hardware is { } hardware) await hardware.ResolveAsync(tools, cancellationToken).ConfigureAwait(false);
            var capture = await ConnectAsync(tools, cancellationToken).ConfigureAwait(false);
            return new SourceDescription
            {
                Width = capture.Width,
                Height = capture.Height,
                FrameRate = FrameRates.Choose(capture.FrameRate),
                HasAudio = capture.HasAudio,
                EncodedAudio = capture.EncodedAudio,
                IsLive = true,
            };
        }
        catch (Exception exception) when (exception is FfmpegException or InvalidDataException)
        {
            throw new SourceException($"{Name} cannot be opened. {exception.Message}", exception);
        }
    }

    /// <inheritdoc />
    public async Task ReadAsync(IMediaWriter output, CancellationToken cancellationToken)
    {
        var capture = _capture ?? throw new InvalidOperationException("OpenAsync comes first.");
        using var watchdog = new Watchdog(_options.ReadTimeout, capture.Kill, _time);
        await capture.ReadAsync(output, watchdog.Feed, cancellationToken).ConfigureAwait(false);
        var end = await capture.WaitForEndAsync(cancellationToken).ConfigureAwait(false);
        throw new SourceException(watchdog.HasExpired
            ? $"{Name} has sent no picture for {Seconds(_options.ReadTimeout)}, after {capture.PictureCount} frames. "
                + "Is it overloaded or cut off?"
            : $"{Name} was lost after {capture.PictureCount} frames; ffmpeg says: {end.Reason}.");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_capture is { } capture) await capture.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<FfmpegCapture> ConnectAsync(FfmpegTools tools, CancellationToken cancellationToken)
    {
        var end = await TryConnectAsync(tools, _options.PassEncodedAudio, cancellationToken).ConfigureAwait(false);
        if (end is { } loss && _options.Hardware?.FallBack(loss.Messages) == true)
            end = await TryConnectAsync(tools, _options.PassEncodedAudio, cancellationToken).ConfigureAwait(false);
        // Its audio may be of a kind that cannot be passed on (AMR, for one); it can still be listened to.
        if (end is not null && _options.PassEncodedAudio && RtspFailure.IsAboutTheRecording(end.Value.Messages))
            end = await TryConnectAsync(tools, passEncodedAudio: false, cancellationToken).ConfigureAwait(false);
        if (end is not null) throw Refused(end.Value.Reason);
        return _capture!;
    }

    // Null when connected.
    private async Task<CaptureEnd?> TryConnectAsync(FfmpegTools tools, bool passEncodedAudio, CancellationToken cancellationToken)
    {
        await DisposeAsync().ConfigureAwait(false);
        var process = FfmpegProcess.Start(tools.Ffmpeg, RtspArguments.For(_options, passEncodedAudio), RtspScript.Spelled(_address));
        process.Tell(RtspScript.For(_address, _options));
        var capture = new FfmpegCapture(process, _pools, _time);
        _capture = capture;
        using var watchdog = new Watchdog(_options.ConnectTimeout, capture.Kill, _time);
        if (await capture.ReadHeaderAsync(cancellationToken).ConfigureAwait(false)) return null;
        var end = await capture.WaitForEndAsync(cancellationToken).ConfigureAwait(false);
        if (!watchdog.HasExpired) return end;
        throw new SourceException(
            $"{Name} did not answer within {Seconds(_options.ConnectTimeout)}. "
            + "Check the address, and that it is switched on and reachable.");
    }

    private SourceException Refused(string reason) =>
        new(RtspFailure.Describe(Name, reason)) { IsRefusal = RtspFailure.IsRefusal(reason) };

    private static string Seconds(TimeSpan time) => FormattableString.Invariant($"{time.TotalSeconds:0.###} s");
}
