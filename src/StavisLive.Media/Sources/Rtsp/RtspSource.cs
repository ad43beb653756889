using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Sources.Capture;

namespace StavisLive.Media.Sources.Rtsp;

/// <summary>A camera or server behind an RTSP address, live, with its audio on the same time line.</summary>
/// <remarks>
/// One connection: when it is lost, for whatever reason, <see cref="ReadAsync"/> throws. A live stream has no proper end, so
/// its end is a loss as well. Audio that is announced and doesn't come keeps nothing waiting: pictures come without it, and
/// when it comes, and goes on, the connection is made anew with it.
/// </remarks>
public sealed partial class RtspSource : ISource
{
    private readonly string _address;
    private readonly RtspSourceOptions _options;
    private readonly TimeProvider _time;
    private readonly FramePools _pools;
    private readonly ILogger _log;
    private FfmpegCapture? _capture;
    private RtspAttempt _attempt;

    /// <param name="address">The address, with user and password where it asks for them.</param>
    /// <param name="options">What is wanted of it.</param>
    /// <param name="time">Stamps arrivals and measures timeouts.</param>
    /// <param name="pools">Frames that connections to one address share; null: its own.</param>
    /// <param name="log">Told of sound that is announced and doesn't come, and of HDR; null: nobody.</param>
    public RtspSource(string address, RtspSourceOptions options, TimeProvider time, FramePools? pools = null, ILogger? log = null)
    {
        _address = address;
        _options = options;
        _time = time;
        _pools = pools ?? new FramePools();
        _log = log ?? NullLogger.Instance;
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
            var attempt = await ConnectAsync(tools, RtspAttempt.First(_options), cancellationToken).ConfigureAwait(false);
            var capture = _capture!;
            if (attempt.Intake == AudioIntake.Awaited) LogSilent(_log, Name);
            else if (attempt.Intake == AudioIntake.None && _options.WantsAudio) LogUnknown(_log, Name);
            if (capture.IsHdr) LogPale(_log, Name);
            return new SourceDescription
            {
                Width = capture.Width,
                Height = capture.Height,
                PixelAspect = capture.PixelAspect,
                FrameRate = FrameRates.Choose(capture.FrameRate),
                // What was announced may come yet.
                HasAudio = capture.HasAudio || (_options.WantsAudio && attempt.Intake is AudioIntake.Awaited or AudioIntake.None),
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
        while (await ReadUntilAudioAsync(output, cancellationToken).ConfigureAwait(false))
        {
            LogHeard(_log, Name);
            var attempt = _attempt with { Intake = AudioIntake.Samples, AudioIsSure = true };
            attempt = await ConnectAsync(await FfmpegTools.FindAsync(cancellationToken).ConfigureAwait(false), attempt, cancellationToken).ConfigureAwait(false);
            if (attempt.Intake == AudioIntake.Awaited) LogSilent(_log, Name);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_capture is { } capture) await capture.DisposeAsync().ConfigureAwait(false);
    }

    // Ends when audio came that was awaited: it takes another child to decode it.
    private async Task<bool> ReadUntilAudioAsync(IMediaWriter output, CancellationToken cancellationToken)
    {
        var capture = _capture ?? throw new InvalidOperationException("OpenAsync comes first.");
        using var watchdog = new Watchdog(_options.ReadTimeout, capture.Kill, _time);
        await capture.ReadAsync(output, watchdog.Feed, cancellationToken).ConfigureAwait(false);
        if (capture.AudioCame) return true;
        var end = await capture.WaitForEndAsync(cancellationToken).ConfigureAwait(false);
        throw new SourceException(watchdog.HasExpired
            ? $"{Name} has sent no picture for {Seconds(_options.ReadTimeout)}, after {capture.PictureCount} frames. "
                + "Is it overloaded or cut off?"
            : $"{Name} was lost after {capture.PictureCount} frames; ffmpeg says: {end.Reason}.");
    }

    // The way that worked.
    private async Task<RtspAttempt> ConnectAsync(FfmpegTools tools, RtspAttempt first, CancellationToken cancellationToken)
    {
        var (patience, waited) = (_options.ConnectTimeout, TimeSpan.Zero);
        for (var attempt = first; ;)
        {
            if (await TryConnectAsync(tools, attempt, patience, cancellationToken).ConfigureAwait(false) is not { } end) return _attempt = attempt;
            if (!end.IsTimeOut)
            {
                attempt = attempt.After(end.Messages, _options) ?? throw Refused(end.Reason);
                continue;
            }
            waited += patience;
            attempt = attempt.AfterTimeOut() ?? throw NotAnswered(waited, end);
            patience = _options.ConnectTimeout / 2;
        }
    }

    // Null when connected.
    private async Task<CaptureEnd?> TryConnectAsync(FfmpegTools tools, RtspAttempt attempt, TimeSpan patience, CancellationToken cancellationToken)
    {
        await DisposeAsync().ConfigureAwait(false);
        var process = FfmpegProcess.Start(tools.Ffmpeg, RtspArguments.For(_options, attempt), RtspScript.Spelled(_address));
        // ffmpeg 5 ends when it has said so; version 7 stays where it is.
        process.KillWhen(messages => RtspFailure.IsAboutMissingAudio(messages) || RtspFailure.IsAboutSize(messages));
        var capture = new FfmpegCapture(process, attempt.Intake, PixelLayout.Yuv, _pools, _time);
        // Before it is told to connect: what that takes counts.
        using var watchdog = new Watchdog(patience, capture.Kill, _time);
        process.Tell(RtspScript.For(_address, _options, attempt));
        _capture = capture;
        if (await capture.ReadHeaderAsync(cancellationToken).ConfigureAwait(false)) return null;
        return await capture.WaitForEndAsync(cancellationToken).ConfigureAwait(false) with { IsTimeOut = watchdog.HasExpired };
    }

    private SourceException NotAnswered(TimeSpan waited, CaptureEnd end) => new(
        $"{Name} did not answer within {Seconds(waited)}. "
        + "Check the address, and that it is switched on and reachable."
        + (end.Messages.Length > 0 ? $" ffmpeg says: {end.Reason}." : ""));

    private SourceException Refused(string reason) =>
        new(RtspFailure.Describe(Name, reason)) { IsRefusal = RtspFailure.IsRefusal(reason) };

    private static string Seconds(TimeSpan time) => FormattableString.Invariant($"{time.TotalSeconds:0.###} s");

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Source:l} announces sound but sends none: it is watched without, until some comes")]
    private static partial void LogSilent(ILogger log, string source);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Source:l} sends sound of a kind that ffmpeg cannot decode: it is watched without")]
    private static partial void LogUnknown(ILogger log, string source);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Source:l} is HDR: its pictures are watched pale and dark as they are")]
    private static partial void LogPale(ILogger log, string source);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Source:l} sends sound now: it is connected to anew for it")]
    private static partial void LogHeard(ILogger log, string source);
}
