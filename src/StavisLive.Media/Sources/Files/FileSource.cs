using Microsoft.Extensions.Logging;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Sources.Capture;
using StavisLive.Media.Sources.Stills;

namespace StavisLive.Media.Sources.Files;

/// <summary>A video file with its audio: every frame in the order of time, the same on every run.</summary>
/// <remarks>
/// <para>
/// Pictures come as ffmpeg shows them: rotated as a phone asks for, scaled to the first picture's size where that changes
/// later. Damaged pictures inside are concealed or left out. Audio that begins far behind the pictures, or belongs to large
/// ones, is read beside them, and where none of what is announced can be decoded, pictures come without it.
/// </para>
/// <para>
/// Of a file that was cut off everything that can be decoded is handed over. Where ffmpeg can go no further it is an
/// error then; where it takes the end for the end, a warning says so.
/// </para>
/// </remarks>
public sealed partial class FileSource : ISource
{
    // Decoded pictures that ffmpeg may hold back for audio that lies further behind in the file. 256 MB are 3 s at
    // 1280x720 and 30 fps; interleaving in files seen is within 1 s.
    private const double InterleaveBytes = 256e6;
    private static readonly TimeSpan ShortestInterleaveWait = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan LongestInterleaveWait = TimeSpan.FromSeconds(10);

    // Of larger pictures than 1920x1080 at 60 a second too few fit for audio that a broadcast's transport stream has a second or two behind them.
    private static readonly TimeSpan LeastInterleaveWait = TimeSpan.FromSeconds(0.5);

    private readonly string _path;
    private readonly FileSourceOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private FfmpegCapture? _capture;
    private long? _expectedPictures;
    private string? _conversion;

    /// <param name="path">The file.</param>
    /// <param name="options">What is wanted of it.</param>
    /// <param name="time">Stamps arrivals.</param>
    /// <param name="logger">Receives warnings about damage.</param>
    public FileSource(string path, FileSourceOptions options, TimeProvider time, ILogger logger)
    {
        _path = path;
        _options = options;
        _time = time;
        _logger = logger;
        Name = Path.GetFileName(path);
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public async Task<SourceDescription> OpenAsync(CancellationToken cancellationToken)
    {
        LocalFile.Check(_path);
        if (PictureFile.IsOfAnotherKind(_path) && !IsAnimation)
            throw new SourceException($"{_path} is a picture of a kind that is not taken: convert it to JPEG or PNG.");
        try
        {
            var tools = await FfmpegTools.FindAsync(cancellationToken).ConfigureAwait(false);
            if (_options.Hardware is { } hardware) await hardware.ResolveAsync(tools, cancellationToken).ConfigureAwait(false);
            var (video, audio) = await ProbeAsync(tools, cancellationToken).ConfigureAwait(false);
            return await StartAsync(tools, video, audio, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is FfmpegException or InvalidDataException)
        {
            throw new SourceException($"{_path} cannot be opened. {exception.Message}", exception);
        }
    }

    /// <inheritdoc />
    public async Task ReadAsync(IMediaWriter output, CancellationToken cancellationToken)
    {
        var capture = _capture ?? throw new InvalidOperationException("OpenAsync comes first.");
        await capture.ReadAsync(output, onPicture: () => { }, cancellationToken).ConfigureAwait(false);
        var end = await capture.WaitForEndAsync(cancellationToken).ConfigureAwait(false);
        if (end.ExitCode != 0)
            throw new SourceException($"{_path} broke off after {capture.PictureCount} frames; ffmpeg says: {end.Reason}");
        if (HardwareMessages.RemovedFrom(end.Messages).Length > 0) LogDamage(Name, capture.PictureCount, _expectedPictures, end.Reason);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_capture is { } capture) await capture.DisposeAsync().ConfigureAwait(false);
    }

    private bool IsAnimation => Path.GetExtension(_path).Equals(".gif", StringComparison.OrdinalIgnoreCase);

    private async Task<(VideoProbe Video, AudioProbe? Audio)> ProbeAsync(FfmpegTools tools, CancellationToken cancellationToken)
    {
        MediaProbe probe;
        try
        {
            probe = await MediaProbe.ReadAsync(tools, LocalFile.Input(_path), cancellationToken).ConfigureAwait(false);
        }
        catch (FfmpegException exception)
        {
            throw new SourceException(
                $"{_path} is not a video that ffmpeg can read, or it is cut off; ffmpeg says: {exception.Message}", exception);
        }
        if (probe.Video is { } video) return (video, _options.WantsAudio ? probe.Audio : null);
        throw new SourceException(probe.Audio is null
            ? $"{_path} has neither picture nor sound."
            : $"{_path} has sound but no picture. stavis-live needs a video.");
    }

    private async Task<SourceDescription> StartAsync(
        FfmpegTools tools, VideoProbe video, AudioProbe? audio, CancellationToken cancellationToken)
    {
        _conversion = PictureConversion.Of(video);
        var readsTwice = audio is not null && InterleaveWait(video) < LeastInterleaveWait;
        var end = await TryStartAsync(tools, video, audio, readsTwice, cancellationToken).ConfigureAwait(false);
        if (end is { } plain && video.IsHdr && plain.Messages.Contains("No such filter", StringComparison.Ordinal))
        {
            LogPale(Name);
            _conversion = null;
            end = await TryStartAsync(tools, video, audio, readsTwice, cancellationToken).ConfigureAwait(false);
        }
        else if (video.IsHdr) LogToneMapped(Name);
        if (end is { } broken && _options.Hardware?.FallBack(broken.Messages) == true)
            end = await TryStartAsync(tools, video, audio, readsTwice, cancellationToken).ConfigureAwait(false);
        // ffmpeg begins with the first audio, and keeps every picture before it: a second pass finds it without decoding those.
        if (end is not null && audio is not null && !readsTwice)
            end = await TryStartAsync(tools, video, audio, readsTwice: true, cancellationToken).ConfigureAwait(false);
        if (end is { } deaf && audio is not null)
        {
            end = await TryStartAsync(tools, video, audio: null, readsTwice: false, cancellationToken).ConfigureAwait(false);
            if (end is null) LogDeaf(Name, deaf.Reason);
        }
        if (end is { } final) throw new SourceException($"{_path} has no picture that can be decoded; ffmpeg says: {final.Reason}");
        var capture = _capture!;
        _expectedPictures = video.FrameCount;
        return new SourceDescription
        {
            Width = capture.Width,
            Height = capture.Height,
            PixelAspect = video.PixelAspect,
            FrameRate = video.FrameRate,
            HasAudio = capture.HasAudio,
            EncodedAudio = capture.EncodedAudio,
            IsLive = false,
            FrameCount = video.FrameCount,
        };
    }

    // Null when the first picture is there.
    private async Task<CaptureEnd?> TryStartAsync(
        FfmpegTools tools, VideoProbe video, AudioProbe? audio, bool readsTwice, CancellationToken cancellationToken)
    {
        var intake = IntakeOf(audio);
        await DisposeAsync().ConfigureAwait(false);
        var process = FfmpegProcess.Start(tools.Ffmpeg, Arguments(video, audio, intake, readsTwice), LocalFile.Name(_path));
        var capture = new FfmpegCapture(process, intake, PixelLayout.Bgr, new FramePools(), _time);
        _capture = capture;
        return await capture.ReadHeaderAsync(cancellationToken).ConfigureAwait(false)
            ? null
            : await capture.WaitForEndAsync(cancellationToken).ConfigureAwait(false);
    }

    private AudioIntake IntakeOf(AudioProbe? audio)
    {
        if (audio is null) return AudioIntake.None;
        if (!_options.PassEncodedAudio) return AudioIntake.Samples;
        return audio.FitsMatroska ? AudioIntake.SamplesAndRecording : AudioIntake.SamplesAndFlac;
    }

    private IEnumerable<string> Arguments(VideoProbe video, AudioProbe? audio, AudioIntake intake, bool readsTwice) =>
    [
        .. CaptureArguments.Common,
        .. _options.Hardware?.Arguments ?? [],
        .. LocalFile.Input(_path),
        .. readsTwice ? LocalFile.Input(_path) : [],
        .. CaptureArguments.Tracks($"0:{video.Index}", $"{(readsTwice ? 1 : 0)}:{audio?.Index}", intake, samplesPerPacket: 0, CaptureArguments.Bgr(_conversion)),
        .. CaptureArguments.Output(InterleaveWait(video)),
        // Without its pictures the second pass of an MPEG transport stream would begin with its audio, at time zero.
        .. readsTwice ? ["-map", $"1:{video.Index}", "-c", "copy", "-f", "null", "-"] : Array.Empty<string>(),
    ];

    private static TimeSpan InterleaveWait(VideoProbe video)
    {
        var bytesPerSecond = 3.0 * video.Width * video.Height * video.FrameRate;
        if (bytesPerSecond <= 0) return ShortestInterleaveWait;
        var wait = Math.Min(InterleaveBytes / bytesPerSecond, LongestInterleaveWait.TotalSeconds);
        return TimeSpan.FromSeconds(Math.Max(wait, ShortestInterleaveWait.TotalSeconds));
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Source} announces sound, but none of it can be decoded: it is watched without; ffmpeg says: {Reason}")]
    private partial void LogDeaf(string source, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Source} is HDR: its brightness is brought to that of ordinary displays")]
    private partial void LogToneMapped(string source);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Source} is HDR, and this ffmpeg lacks the filter zscale that would bring it to ordinary displays: its pictures are watched pale and dark as they are")]
    private partial void LogPale(string source);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Source} is damaged or cut off: {Pictures} frames were decoded (the file announces {Expected}); ffmpeg says: {Reason}")]
    private partial void LogDamage(string source, long pictures, long? expected, string reason);
}
