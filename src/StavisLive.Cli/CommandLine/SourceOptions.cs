using System.CommandLine;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Media;
using static StavisLive.Cli.CommandLine.OptionKinds;

namespace StavisLive.Cli.CommandLine;

/// <summary>Options that say what is watched and listened to. Each overrides the configuration's key of the same meaning.</summary>
internal sealed class SourceOptions
{
    private readonly KeyOption<string?> _camera = Text("--camera", "source.camera", "N|DEVICE", "Camera by number or device path");
    private readonly WordOption<PictureSize> _cameraSize = Word<PictureSize>("--camera-size", "source.cameraSize", "WxH", "Size of the camera's pictures (see devices)");
    private readonly KeyOption<double?> _cameraFps = Number("--camera-fps", "source.cameraFps", "F", "The camera's pictures per second (see devices)");
    private readonly WordOption<CameraFormat> _cameraFormat = Word<CameraFormat>("--camera-format", "source.cameraFormat", "FORMAT", "mjpeg, yuyv or auto: raw where it gives size and rate");
    private readonly KeyOption<string?> _rtsp = Text("--rtsp", "source.rtsp", "URL", "RTSP stream");
    private readonly WordOption<RtspTransport> _rtspTransport = Word<RtspTransport>("--rtsp-transport", "source.rtspTransport", "auto|tcp|udp", "How the stream's packets come; auto: UDP where TCP is refused");
    private readonly KeyOption<string?> _input = Text("--input", "source.input", "FILE|DIR", "Video file, picture, or folder of pictures");
    private readonly KeyOption<bool?> _synthetic = Flag("--synthetic", "source.synthetic", "Built-in audiovisual scene");
    private readonly KeyOption<string?> _mic = Text("--mic", "source.mic", "NAME", "Microphone: default, a name, or none");
    private readonly KeyOption<double?> _avOffset = Number("--av-offset", "source.avOffset", "MS", "Move the sound later (negative: earlier) against the pictures");
    private readonly KeyOption<int?> _reconnectAttempts = new("--reconnect-attempts", "source.reconnectAttempts") { HelpName = "N", Description = "Give a lost camera or stream up after N failed attempts in a row (default: never)" };
    private readonly KeyOption<string?> _hwaccel = Text("--hwaccel", "source.hwaccel", "auto|none|NAME", "Decode files and streams on hardware that ffmpeg offers");
    private readonly KeyOption<string[]> _masks = new("--mask", "source.masks") { HelpName = "X,Y,W,H", Description = "Blacken a part of the frame, in fractions of it; X,Y,X,Y,X,Y,...: a polygon; may be repeated" };
    private readonly KeyOption<string?> _region = Text("--region", "source.region", "X,Y,W,H", "Watch only a part of the frame, in fractions of it");
    private readonly KeyOption<bool?> _realtime = Flag("--realtime", "source.realtime", "Pace a file by its time stamps and treat it as live");
    private readonly KeyOption<bool?> _loop = Flag("--loop", "source.loop", "Repeat a file");

    /// <summary>Every option.</summary>
    public IReadOnlyList<Option> All =>
    [
        _camera, _cameraSize, _cameraFps, _cameraFormat, _rtsp, _rtspTransport, _input, _synthetic, _mic, _avOffset, _reconnectAttempts, _hwaccel,
        _masks, _region, _realtime, _loop,
    ];

    /// <summary>Puts the options on a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in All) command.Add(option);
    }

    /// <summary>Whether a source is named, which then takes the place of those of a file.</summary>
    public bool IsGiven(ParseResult parsed) => Kind(parsed).Given > 0;

    /// <summary>A configuration with everything given on the command line laid over it that concerns a source of its kind.</summary>
    /// <exception cref="ConfigException">An option cannot be meant.</exception>
    public SourceConfig Over(SourceConfig file, ParseResult parsed)
    {
        var kind = Kind(parsed);
        // A source on the command line takes the place of the file's, whatever its kind.
        var source = kind.Given > 0 ? file with { Camera = kind.Camera, Rtsp = kind.Rtsp, Input = kind.Input, Synthetic = kind.Synthetic } : file;
        if (IsCamera(source))
        {
            source = source with
            {
                CameraSize = _cameraSize.ValueIn(parsed) ?? file.CameraSize,
                CameraFps = parsed.GetValue(_cameraFps) ?? file.CameraFps,
                CameraFormat = _cameraFormat.ValueIn(parsed) ?? file.CameraFormat,
            };
        }
        if (IsStream(source)) source = source with { RtspTransport = _rtspTransport.ValueIn(parsed) ?? file.RtspTransport };
        if (IsDecoded(source)) source = source with { Hwaccel = parsed.GetValue(_hwaccel) ?? file.Hwaccel };
        return source with
        {
            Mic = parsed.GetValue(_mic) ?? file.Mic,
            Realtime = parsed.GetValue(_realtime) ?? file.Realtime,
            Loop = parsed.GetValue(_loop) ?? file.Loop,
            ReconnectAttempts = parsed.GetValue(_reconnectAttempts) ?? file.ReconnectAttempts,
            AvOffset = parsed.GetValue(_avOffset) ?? file.AvOffset,
            Masks = parsed.GetValue(_masks) is { Length: > 0 } masks ? [.. masks.Select(Mask)] : file.Masks,
            Region = parsed.GetValue(_region) is { } region ? Area(region) : file.Region,
        };
    }

    /// <summary>Makes sure that every option concerns one of the sources at least.</summary>
    /// <param name="sources">What is watched.</param>
    /// <param name="parsed">The command line.</param>
    /// <exception cref="ConfigException">One concerns none of them.</exception>
    public void Check(IReadOnlyList<SourceConfig> sources, ParseResult parsed)
    {
        var (size, fps, format) = (parsed.GetValue(_cameraSize), parsed.GetValue(_cameraFps), parsed.GetValue(_cameraFormat));
        if ((size is not null || fps is not null || format is not null) && !sources.Any(IsCamera))
            throw new ConfigException("--camera-size, --camera-fps and --camera-format choose what a camera gives, so they need --camera.");
        if (parsed.GetValue(_rtspTransport) is not null && !sources.Any(IsStream))
            throw new ConfigException("--rtsp-transport chooses how a stream's packets come, so it needs --rtsp.");
        if (parsed.GetValue(_hwaccel) is not (null or "none") && !sources.Any(IsDecoded))
            throw new ConfigException("--hwaccel decodes files and streams, so it needs --input or --rtsp.");
    }

    private static bool IsCamera(SourceConfig source) => source.Camera is not null;

    private static bool IsStream(SourceConfig source) => source.Rtsp is not null;

    private static bool IsDecoded(SourceConfig source) => source.Input is not null || source.Rtsp is not null;

    private SourceConfig Kind(ParseResult parsed) => new()
    {
        Camera = parsed.GetValue(_camera),
        Rtsp = parsed.GetValue(_rtsp),
        Input = parsed.GetValue(_input),
        Synthetic = parsed.GetValue(_synthetic) ?? false,
    };

    private static FrameMask Mask(string text) => FrameMask.Parse(text) ?? throw new ConfigException(
        $"--mask expects X,Y,W,H in fractions of the frame (0 to 1), such as 0.5,0,0.5,0.25, or a polygon's corners X,Y,X,Y,X,Y,..., not \"{text}\".");

    private static FrameArea Area(string text) => FrameArea.Parse(text)
        ?? throw new ConfigException($"--region expects X,Y,W,H in fractions of the frame (0 to 1), such as 0.5,0,0.5,0.25, not \"{text}\".");
}
