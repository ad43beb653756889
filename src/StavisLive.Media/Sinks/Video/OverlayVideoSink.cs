using Microsoft.Extensions.Logging;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Media.Encoding;
using StavisLive.Media.Rendering;

namespace StavisLive.Media.Sinks.Video;

/// <summary>Records the overlay with the source's size, times and audio as an .mp4 or .mkv.</summary>
/// <remarks>A source that comes back with pictures of another size, or other pixels, is fitted into the first ones. Owns its encoder.</remarks>
public sealed partial class OverlayVideoSink : IAudioSink
{
    private readonly IVideoEncoderFactory _encoders;
    private readonly string _path;
    private readonly OverlayRenderer _renderer;
    private readonly ILogger _log;
    private EncodedVideoFormat? _format;
    private IVideoEncoder? _encoder;
    private PictureFitter? _fitter;
    private (int Width, int Height, double Stretch) _pictures;

    /// <param name="encoders">Makes the one encoder, when the sink is opened.</param>
    /// <param name="path">Where to.</param>
    /// <param name="options">How it looks.</param>
    /// <param name="log">Told what is not quite as asked for.</param>
    public OverlayVideoSink(IVideoEncoderFactory encoders, string path, OverlayOptions options, ILogger log)
    {
        _encoders = encoders;
        _path = path;
        _renderer = new OverlayRenderer(options);
        _log = log;
    }

    /// <inheritdoc />
    public string Name => "overlay";

    /// <inheritdoc />
    public bool NeedsPicture => true;

    private IVideoEncoder Encoder => _encoder ?? throw new InvalidOperationException("The sink is not open.");

    /// <inheritdoc />
    public Task OpenAsync(SourceDescription source, CancellationToken cancellationToken)
    {
        if (source.Kind == SourceKind.Stills)
            throw new SinkException($"{_path}: the source is pictures, not a video. Name a .png or .jpg file, or a folder.");
        _format = EncodedVideoFormat.Of(source);
        _encoder = _encoders.Open(_path, _format);
        _fitter = new PictureFitter(_format.Width, _format.Height);
        _pictures = (_format.Width, _format.Height, 1);
        if (source.Width % 2 != 0 || source.Height % 2 != 0) LogGrows(_log, _path, source.Width, source.Height);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(SaliencyResult result, CancellationToken cancellationToken)
    {
        var picture = result.PictureOf(this);
        var stretch = _format!.StretchOf(picture.PixelAspect);
        if (_pictures != (picture.Width, picture.Height, stretch))
        {
            _pictures = (picture.Width, picture.Height, stretch);
            LogFitted(_log, _path, PictureFitter.TextOf(picture.Width, picture.Height, stretch), _format.Width, _format.Height);
        }
        var overlay = _fitter!.Fit(_renderer.Render(picture, result.Map, result.PresentationTime), stretch);
        return Encoder.WriteAsync(Bytes(overlay), result.PresentationTime);
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken) => Encoder.WriteAsync(block);

    /// <inheritdoc />
    public ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken) => Encoder.WriteAsync(packet);

    /// <inheritdoc />
    public async Task CompleteAsync(RunSummary summary, CancellationToken cancellationToken)
    {
        if (await Encoder.CompleteAsync(cancellationToken).ConfigureAwait(false) is { } problem) LogStaysFragmented(_log, problem);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // Pictures were lent to the encoder for the time of a call: it needs none of them any more.
        _renderer.Dispose();
        _fitter?.Dispose();
        if (_encoder is not { } encoder) return;
        _encoder = null;
        await encoder.DisposeAsync().ConfigureAwait(false);
    }

    private static unsafe ReadOnlySpan<byte> Bytes(OpenCvSharp.Mat picture) => new(picture.DataPointer, picture.Width * picture.Height * 3);

    [LoggerMessage(Level = LogLevel.Information, Message =
        "{Path}: H.264 has even sides only, so the overlay of {Width}x{Height} gets one more column or row")]
    private static partial void LogGrows(ILogger log, string path, int width, int height);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "{Path}: the source's pictures are {Pictures:l} now; they are fitted into the video's {VideoWidth}x{VideoHeight}")]
    private static partial void LogFitted(ILogger log, string path, string pictures, int videoWidth, int videoHeight);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem:l}")]
    private static partial void LogStaysFragmented(ILogger log, string problem);
}
