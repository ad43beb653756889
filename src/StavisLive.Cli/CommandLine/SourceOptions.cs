using System.CommandLine;
using StavisLive.Core.Configuration;
using StavisLive.Core.Media;
using static StavisLive.Cli.CommandLine.OptionKinds;

namespace StavisLive.Cli.CommandLine;

/// <summary>Options that say what is watched and listened to. Each overrides the configuration's key of the same meaning.</summary>
internal sealed class SourceOptions
{
    private readonly Option<string?> _camera = Text("--camera", "N|DEVICE", "Camera by number or device path");
    private readonly Option<string?> _cameraSize = Text("--camera-size", "WxH", "Size of the camera's pictures (see devices)");
    private readonly Option<double?> _cameraFps = Number("--camera-fps", "F", "The camera's pictures per second (see devices)");
    private readonly Option<string?> _cameraFormat = Text("--camera-format", "FORMAT", "mjpeg, yuyv or auto: raw where it gives size and rate");
    private readonly Option<string?> _rtsp = Text("--rtsp", "URL", "RTSP stream");
    private readonly Option<string?> _input = Text("--input", "FILE|DIR", "Video file, picture, or folder of pictures");
    private readonly Option<bool?> _synthetic = Flag("--synthetic", "Built-in audiovisual scene");
    private readonly Option<string?> _mic = Text("--mic", "NAME", "Microphone: default, a name, or none");
    private readonly Option<double?> _avOffset = Number("--av-offset", "MS", "Move the sound later (negative: earlier) against the pictures");
    private readonly Option<int?> _reconnectAttempts = new("--reconnect-attempts") { HelpName = "N", Description = "Give a lost camera or stream up after N failed attempts in a row (default: never)" };
    private readonly Option<string?> _hwaccel = Text("--hwaccel", "auto|none|NAME", "Decode files and streams on hardware that ffmpeg offers");
    private readonly Option<string[]> _masks = new("--mask") { HelpName = "X,Y,W,H", Description = "Blacken a part of the frame, in fractions of it; X,Y,X,Y,X,Y,...: a polygon; may be repeated" };
    private readonly Option<string?> _region = Text("--region", "X,Y,W,H", "Watch only a part of the frame, in fractions of it");
    private readonly Option<bool?> _realtime = Flag("--realtime", "Pace a file by its time stamps and treat it as live");
    private readonly Option<bool?> _loop = Flag("--loop", "Repeat a file");

    /// <summary>Puts the options on a command.</summary>
    public void AddTo(Command command)
    {
        Option[] options =
        [
            _camera, _cameraSize, _cameraFps, _cameraFormat, _rtsp, _input, _synthetic, _mic, _avOffset, _reconnectAttempts, _hwaccel,
            _masks, _region, _realtime, _loop,
        ];
        foreach (var option in options) command.Add(option);
    }

    /// <summary>Whether a source is named, which then takes the place of those of a file.</summary>
    public bool IsGiven(ParseResult parsed) => Kind(parsed).Given > 0;

    /// <summary>A configuration with everything given on the command line laid over it.</summary>
    /// <exception cref="ConfigException">An option cannot be meant.</exception>
    public SourceConfig Over(SourceConfig file, ParseResult parsed)
    {
        var kind = Kind(parsed);
        // A source on the command line takes the place of the file's, whatever its kind.
        var source = kind.Given > 0 ? file with { Camera = kind.Camera, Rtsp = kind.Rtsp, Input = kind.Input, Synthetic = kind.Synthetic } : file;
        var (size, fps, format) = (parsed.GetValue(_cameraSize), parsed.GetValue(_cameraFps), parsed.GetValue(_cameraFormat));
        if (source.Camera is null && (size is not null || fps is not null || format is not null))
            throw new ConfigException("--camera-size, --camera-fps and --camera-format choose what a camera gives, so they need --camera.");
        if (source is { Input: null, Rtsp: null } && parsed.GetValue(_hwaccel) is not (null or "none"))
            throw new ConfigException("--hwaccel decodes files and streams, so it needs --input or --rtsp.");
        return source with
        {
            CameraSize = size ?? file.CameraSize,
            CameraFps = fps ?? file.CameraFps,
            CameraFormat = format ?? file.CameraFormat,
            Mic = parsed.GetValue(_mic) ?? file.Mic,
            Realtime = parsed.GetValue(_realtime) ?? file.Realtime,
            Loop = parsed.GetValue(_loop) ?? file.Loop,
            ReconnectAttempts = parsed.GetValue(_reconnectAttempts) ?? file.ReconnectAttempts,
            AvOffset = parsed.GetValue(_avOffset) ?? file.AvOffset,
            Hwaccel = parsed.GetValue(_hwaccel) ?? file.Hwaccel,
            Masks = parsed.GetValue(_masks) is { Length: > 0 } masks ? [.. masks.Select(Mask)] : file.Masks,
            Region = parsed.GetValue(_region) is { } region ? Area(region) : file.Region,
        };
    }

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
