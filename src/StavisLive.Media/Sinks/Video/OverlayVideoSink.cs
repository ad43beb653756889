using Microsoft.Extensions.Logging;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Media.Encoding.Process;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Rendering;

namespace StavisLive.Media.Sinks.Video;

/// <summary>Records the overlay with the source's size, times and audio as an .mp4 or .mkv.</summary>
/// <remarks>A source that comes back with pictures of another size is fitted into the first size.</remarks>
public sealed partial class OverlayVideoSink : IAudioSink
{
    private readonly FfmpegTools _tools;
    private readonly string _path;
    private readonly OverlayRenderer _renderer;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private OverlayVideoFormat? _format;
    private OverlayEncoder? _encoder;
    private PictureFitter? _fitter;
    private (int Width, int Height) _pictureSize;

    /// <param name="tools">The ffmpeg to encode with.</param>
    /// <param name="path">Where to; see <see cref="OverlayEncoder.CheckPath"/>.</param>
    /// <param name="options">How it looks.</param>
    /// <param name="time">Clock of the patience with the encoder's end.</param>
    /// <param name="log">Told what is not quite as asked for.</param>
    public OverlayVideoSink(FfmpegTools tools, string path, OverlayOptions options, TimeProvider time, ILogger log)
    {
        _tools = tools;
        _path = path;
        _renderer = new OverlayRenderer(options);
        _time = time;
        _log = log;
    }

    /// <inheritdoc />
    public string Name => "overlay";

    /// <inheritdoc />
    public bool NeedsPicture => true;

    private OverlayEncoder Encoder => _encoder ?? throw new InvalidOperationException("The sink is not open.");

    /// <inheritdoc />
    public Task OpenAsync(SourceDescription source, CancellationToken cancellationToken)
    {
        if (source.Kind == SourceKind.Stills)
            throw new SinkException($"{_path}: the source is pictures, not a video. Name a .png or .jpg file, or a folder.");
        _format = OverlayVideoFormat.Of(source);
        _encoder = OverlayEncoder.Open(_tools, _path, _format, _time);
        _fitter = new PictureFitter(_format.Width, _format.Height);
        _pictureSize = (_format.Width, _format.Height);
        if (source.Width % 2 != 0 || source.Height % 2 != 0) LogGrows(_log, _path, source.Width, source.Height);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(SaliencyResult result, CancellationToken cancellationToken)
    {
        var picture = result.PictureOf(this);
        if (_pictureSize != (picture.Width, picture.Height))
        {
            _pictureSize = (picture.Width, picture.Height);
            LogFitted(_log, _path, picture.Width, picture.Height, _format!.Width, _format.Height);
        }
        var overlay = _fitter!.Fit(_renderer.Render(picture, result.Map, result.PresentationTime));
        return Encoder.WriteAsync(Bytes(overlay), result.PresentationTime);
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken) => Encoder.WriteAsync(block);

    /// <inheritdoc />
    public ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken) => Encoder.WriteAsync(packet);

    /// <inheritdoc />
    public async Task CompleteAsync(RunSummary summary, CancellationToken cancellationToken)
    {
        if (await Encoder.CompleteAsync(cancellationToken).ConfigureAwait(false) is { } problem) LogStaysFragmented(_log, _path, problem);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_encoder is not null) await _encoder.DisposeAsync().ConfigureAwait(false);
        _renderer.Dispose();
        _fitter?.Dispose();
    }

    private static unsafe ReadOnlySpan<byte> Bytes(OpenCvSharp.Mat picture) => new(picture.DataPointer, picture.Width * picture.Height * 3);

    [LoggerMessage(Level = LogLevel.Information, Message =
        "{Path}: H.264 has even sides only, so the overlay of {Width}x{Height} gets one more column or row")]
    private static partial void LogGrows(ILogger log, string path, int width, int height);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "{Path}: the source's pictures are {Width}x{Height} now; they are fitted into the video's {VideoWidth}x{VideoHeight}")]
    private static partial void LogFitted(ILogger log, string path, int width, int height, int videoWidth, int videoHeight);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "{Path} is complete and plays, but some players will not know its length, because it could not be rewritten: {Problem}")]
    private static partial void LogStaysFragmented(ILogger log, string path, string problem);
}
