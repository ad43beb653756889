using Microsoft.Extensions.Logging;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Media.Encoding;
using StavisLive.Media.Encoding.Foveated;
using StavisLive.Media.Encoding.Process;
using StavisLive.Media.Encoding.Regions;
using StavisLive.Media.Encoding.Regions.Gaze;
using StavisLive.Media.Rendering;
using StavisLive.Media.Sinks.Restream;

namespace StavisLive.Media.Sinks.Foveated;

/// <summary>Encodes the source's pictures and audio so that the bits go where people look: into a file, or to a media server.</summary>
/// <remarks>
/// <para>
/// Live, a frame goes to the encoder as it comes, with the newest map there is, which is some frames old; offline each has its own.
/// </para>
/// <para>
/// A server that refuses, vanishes or was never there is tried again and again. A source that comes back with pictures of another size,
/// or other pixels, is fitted into the first ones of a file, and begins a new connection to a server. Owns its encoder.
/// </para>
/// </remarks>
public sealed partial class FoveatedSink : IAudioSink, IFrameSink
{
    // Frames with maps after which it is told how old these are: ten seconds or so.
    private const long Told = 250;

    private readonly FoveatedEncoderFactory _encoders;
    private readonly string _target;
    private readonly FoveationOptions _foveation;
    private readonly GazeGuide? _gaze;
    private readonly bool _isSent;
    private readonly string _name;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly NewestMap _newest = new();
    private readonly float[] _room = new float[SaliencyMap.Length];
    private EncodedVideoFormat? _format;
    private IPictureOutput? _output;
    private PictureFitter? _fitter;
    private RegionPlanner? _planner;
    private (int Width, int Height, PixelAspect Aspect) _pictures;

    /// <param name="encoders">Makes the encoder of the file, or one for each connection.</param>
    /// <param name="target">Where to: a file, or an address.</param>
    /// <param name="foveation">How the quality follows attention.</param>
    /// <param name="gaze">An eye tracker; null: none. Disposed with the sink.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told what is not quite as asked for, and how old the maps are.</param>
    public FoveatedSink(FoveatedEncoderFactory encoders, string target, FoveationOptions foveation, GazeGuide? gaze, TimeProvider time, ILogger log)
    {
        (_encoders, _target, _foveation, _gaze, _time, _log) = (encoders, target, foveation, gaze, time, log);
        _isSent = FoveatedEncoderFactory.IsSent(target);
        _name = _isSent ? StreamAddress.Of(target).Name : target;
    }

    /// <inheritdoc />
    public string Name => "foveate";

    /// <inheritdoc />
    public bool NeedsPicture => true;

    private IPictureOutput Output => _output ?? throw new InvalidOperationException("The sink is not open.");

    /// <inheritdoc />
    public Task OpenAsync(SourceDescription source, CancellationToken cancellationToken)
    {
        if (source.Kind == SourceKind.Stills) throw new SinkException($"{_name}: the source is pictures, not a video, so that nothing can be foveated.");
        _encoders.Prepare(source.IsLive);
        _gaze?.Open(source.IsLive);
        _format = EncodedVideoFormat.Of(source);
        _output = _isSent
            ? new RestreamLink(_encoders, _target, "Foveated video", _name, _time, _log)
            : new FoveatedFile(_encoders.Open(_target, _format));
        Resize(source.Width, source.Height, source.PixelAspect);
        if (source.Width % 2 != 0 || source.Height % 2 != 0) LogGrows(_log, _name, source.Width, source.Height);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(SaliencyResult result, CancellationToken cancellationToken)
    {
        if (!_format!.IsLive) return SendAsync(result.PictureOf(this), () => result.Map.Values);
        _newest.Take(result);
        return default;
    }

    /// <inheritdoc />
    public async ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken)
    {
        if (!Output.TakesPicture()) return;
        await SendAsync(frame, () => _newest.For(frame.PresentationTime)).ConfigureAwait(false);
        if (_newest.Uses == Told) TellAges();
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken) =>
        _format!.HasAudio ? Output.SendAudioAsync(encoder => encoder.WriteAsync(block)) : default;

    /// <inheritdoc />
    public ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken) =>
        _format!.HasAudio ? Output.SendAudioAsync(encoder => encoder.WriteAsync(packet)) : default;

    /// <inheritdoc />
    public async Task CompleteAsync(RunSummary summary, CancellationToken cancellationToken)
    {
        if (_newest.Uses > 0) TellAges();
        if (await Output.CompleteAsync(cancellationToken).ConfigureAwait(false) is { } problem) LogStaysFragmented(_log, problem);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_output is { } output)
        {
            _output = null;
            await output.DisposeAsync().ConfigureAwait(false);
        }
        _fitter?.Dispose();
        _gaze?.Dispose();
    }

    private ValueTask SendAsync(VideoFrame frame, MapOfFrame mapOf)
    {
        if (_pictures != (frame.Width, frame.Height, frame.PixelAspect)) Resize(frame.Width, frame.Height, frame.PixelAspect);
        if (_fitter is null)
            return Output.SendPictureAsync(_format!.For(frame), encoder => encoder.WriteAsync(frame.Pixels, frame.PresentationTime, Plan(frame, mapOf())));
        return Output.SendPictureAsync(_format!, encoder =>
        {
            using var picture = OpenCvSharp.Mat.FromPixelData(frame.Height, frame.Width, OpenCvSharp.MatType.CV_8UC3, frame.Address);
            return encoder.WriteAsync(Bytes(_fitter.Fit(picture, _format!.StretchOf(frame.PixelAspect))), frame.PresentationTime);
        });
    }

    private ReadOnlySpan<RegionOfInterest> Plan(VideoFrame frame, ReadOnlySpan<float> map)
    {
        if (_gaze is not null) map = _gaze.Lay(map, frame.PresentationTime, frame.Width, frame.Height, _room);
        return _planner!.Plan(map, frame.PresentationTime);
    }

    private void Resize(int width, int height, PixelAspect aspect)
    {
        _pictures = (width, height, aspect);
        _fitter?.Dispose();
        _fitter = null;
        var stretch = _format!.StretchOf(aspect);
        if (!_isSent && (width, height, stretch) != (_format.Width, _format.Height, 1))
        {
            _fitter = new PictureFitter(_format.Width, _format.Height);
            LogFitted(_log, _name, PictureFitter.TextOf(width, height, stretch), _format.Width, _format.Height);
        }
        _planner = new RegionPlanner(width, height, _foveation, _encoders.MostLevels);
    }

    private void TellAges()
    {
        var ages = _newest.Ages;
        LogAges(_log, ages.P50, ages.P50 / 1000 * _format!.FrameRate, ages.P95);
    }

    private static unsafe ReadOnlySpan<byte> Bytes(OpenCvSharp.Mat picture) => new(picture.DataPointer, picture.Width * picture.Height * 3);

    private delegate ReadOnlySpan<float> MapOfFrame();

    [LoggerMessage(Level = LogLevel.Information, Message =
        "{Target:l}: video has even sides only, so that of {Width}x{Height} gets one more column or row")]
    private static partial void LogGrows(ILogger log, string target, int width, int height);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "{Target:l}: the source's pictures are {Pictures:l} now; they are fitted into the video's {VideoWidth}x{VideoHeight}, all of them as good")]
    private static partial void LogFitted(ILogger log, string target, string pictures, int videoWidth, int videoHeight);

    [LoggerMessage(Level = LogLevel.Information, Message =
        "Foveated video: the newest map is {Median:0} ms old when a frame is encoded ({Frames:0.0} frames; of 95 in 100 at most {High:0} ms)")]
    private static partial void LogAges(ILogger log, double median, double frames, double high);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem:l}")]
    private static partial void LogStaysFragmented(ILogger log, string problem);
}
