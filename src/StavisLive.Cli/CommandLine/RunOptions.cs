using System.CommandLine;
using StavisLive.Core.Configuration;
using StavisLive.Core.Media;
using StavisLive.Core.Pipeline;

namespace StavisLive.Cli.CommandLine;

/// <summary>The main job's options. Each overrides the configuration's key of the same meaning.</summary>
internal sealed class RunOptions
{
    private readonly Option<string?> _config = Text("--config", "FILE", "Configuration file; the options below override it");
    private readonly Option<string?> _camera = Text("--camera", "N|DEVICE", "Camera by number or device path");
    private readonly Option<string?> _rtsp = Text("--rtsp", "URL", "RTSP stream");
    private readonly Option<string?> _input = Text("--input", "FILE|DIR", "Video file, picture, or folder of pictures");
    private readonly Option<bool?> _synthetic = Flag("--synthetic", "Built-in audiovisual scene");
    private readonly Option<string?> _mic = Text("--mic", "NAME", "Microphone: default, a name, or none");
    private readonly Option<int?> _reconnectAttempts = new("--reconnect-attempts") { HelpName = "N", Description = "Give a lost camera or stream up after N failed attempts in a row (default: never)" };
    private readonly Option<double?> _avOffset = Number("--av-offset", "MS", "Move the sound later (negative: earlier) against the pictures");
    private readonly Option<string?> _hwaccel = Text("--hwaccel", "auto|none|NAME", "Decode files and streams on hardware that ffmpeg offers");
    private readonly Option<string[]> _masks = new("--mask") { HelpName = "X,Y,W,H", Description = "Blacken a part of the frame, in fractions of it; may be repeated" };
    private readonly Option<string?> _region = Text("--region", "X,Y,W,H", "Watch only a part of the frame, in fractions of it");
    private readonly Option<string?> _weights = Text("--weights", "FILE", "Weights (.safetensors or .pth) instead of the default ones");
    private readonly Option<bool?> _visualOnly = Flag("--visual-only", "Ignore sound: visual stage only");
    private readonly Option<string?> _device = Text("--device", "DEVICE", "auto, cpu, cuda or cuda:N");
    private readonly Option<string?> _precision = Text("--precision", "PRECISION", "auto, fp32, bf16 or fp16");
    private readonly Option<int?> _threads = new("--threads") { HelpName = "N", Description = "Threads of the network on the CPU (default: one per core)" };
    private readonly Option<MapAlignment?> _align = new("--align") { HelpName = "center|newest", Description = "Frame of the window that a map belongs to" };
    private readonly Option<double?> _windowFps = Number("--window-fps", "F", "Slots per second of the window (10-30)");
    private readonly Option<bool?> _realtime = Flag("--realtime", "Pace a file by its time stamps and treat it as live");
    private readonly Option<bool?> _loop = Flag("--loop", "Repeat a file");
    private readonly Option<bool?> _display = Flag("--display", "Show the overlay in a window (closed by q, Esc or the mouse)");
    private readonly Option<bool?> _noDisplay = Flag("--no-display", "Never open a window");
    private readonly Option<string?> _output = Text("--output", "FILE", "Overlay video (.mp4, .mkv); for pictures .png, .jpg or a folder");
    private readonly Option<string?> _maps = Text("--maps", "DIR|FILE.npy", "Saliency maps");
    private readonly Option<string?> _metrics = Text("--metrics", "FILE.jsonl", "Metrics, a JSON line a map");
    private readonly Option<string?> _flightRecorder = Text("--flight-recorder", "FOLDER", "Keep the last seconds; written there on SIGUSR1 or when something goes wrong");
    private readonly Option<double?> _opacity = Number("--opacity", "0..1", "Strength of the heat map");
    private readonly Option<string?> _colormap = Text("--colormap", "NAME", "Colours of the heat map");
    private readonly Option<double?> _duration = Number("--duration", "S", "Stop after this many seconds of the source");
    private readonly Option<long?> _maxFrames = new("--max-frames") { HelpName = "N", Description = "Stop after this many frames" };
    private readonly Option<string?> _log = Text("--log", "FILE", "Log file, a new one each day");

    /// <summary>Puts the options on a command.</summary>
    public void AddTo(Command command)
    {
        Option[] options =
        [
            _camera, _rtsp, _input, _synthetic, _config, _mic, _avOffset, _reconnectAttempts, _hwaccel, _masks, _region, _weights, _visualOnly, _device, _precision, _threads, _align, _windowFps, _realtime,
            _loop, _display, _noDisplay, _output, _maps, _metrics, _flightRecorder, _opacity, _colormap, _duration, _maxFrames, _log,
        ];
        foreach (var option in options) command.Add(option);
    }

    /// <summary>The configuration file, or the defaults, with everything given on the command line laid over it.</summary>
    /// <exception cref="ConfigException">It cannot be run as a whole.</exception>
    public StavisConfig ToConfig(ParseResult parsed)
    {
        var file = parsed.GetValue(_config) is { } path ? ConfigFile.Load(path) : new StavisConfig();
        var config = file with
        {
            Source = Source(parsed, file.Source),
            Model = Model(parsed, file.Model),
            Window = Window(parsed, file.Window),
            Outputs = Outputs(parsed, file.Outputs),
            Limits = new LimitConfig
            {
                Duration = parsed.GetValue(_duration) ?? file.Limits.Duration,
                MaxFrames = parsed.GetValue(_maxFrames) ?? file.Limits.MaxFrames,
            },
            Log = file.Log with { File = parsed.GetValue(_log) ?? file.Log.File },
        };
        ConfigValidation.Check(config);
        return config;
    }

    private SourceConfig Source(ParseResult parsed, SourceConfig file)
    {
        var given = new SourceConfig
        {
            Camera = parsed.GetValue(_camera),
            Rtsp = parsed.GetValue(_rtsp),
            Input = parsed.GetValue(_input),
            Synthetic = parsed.GetValue(_synthetic) ?? false,
        };
        // A source on the command line takes the place of the file's, whatever its kind.
        var source = given.Given > 0 ? file with { Camera = given.Camera, Rtsp = given.Rtsp, Input = given.Input, Synthetic = given.Synthetic } : file;
        return source with
        {
            Mic = parsed.GetValue(_mic) ?? file.Mic,
            Realtime = parsed.GetValue(_realtime) ?? file.Realtime,
            Loop = parsed.GetValue(_loop) ?? file.Loop,
            ReconnectAttempts = parsed.GetValue(_reconnectAttempts) ?? file.ReconnectAttempts,
            AvOffset = parsed.GetValue(_avOffset) ?? file.AvOffset,
            Hwaccel = parsed.GetValue(_hwaccel) ?? file.Hwaccel,
            Masks = parsed.GetValue(_masks) is { Length: > 0 } masks ? [.. masks.Select(mask => Area("--mask", mask))] : file.Masks,
            Region = parsed.GetValue(_region) is { } region ? Area("--region", region) : file.Region,
        };
    }

    private static FrameArea Area(string option, string text) => FrameArea.Parse(text)
        ?? throw new ConfigException($"{option} expects X,Y,W,H in fractions of the frame (0 to 1), such as 0.5,0,0.5,0.25, not \"{text}\".");

    private ModelConfig Model(ParseResult parsed, ModelConfig file) => file with
    {
        Weights = parsed.GetValue(_weights) ?? file.Weights,
        VisualOnly = parsed.GetValue(_visualOnly) ?? file.VisualOnly,
        Device = parsed.GetValue(_device) ?? file.Device,
        Precision = parsed.GetValue(_precision) ?? file.Precision,
        Threads = parsed.GetValue(_threads) ?? file.Threads,
    };

    private WindowConfig Window(ParseResult parsed, WindowConfig file) => file with
    {
        Align = parsed.GetValue(_align) ?? file.Align,
        Fps = parsed.GetValue(_windowFps) ?? file.Fps,
    };

    private OutputConfig Outputs(ParseResult parsed, OutputConfig file) => file with
    {
        Display = Display(parsed) ?? file.Display,
        Overlay = parsed.GetValue(_output) ?? file.Overlay,
        Maps = parsed.GetValue(_maps) ?? file.Maps,
        Metrics = parsed.GetValue(_metrics) ?? file.Metrics,
        Recorder = file.Recorder with { Folder = parsed.GetValue(_flightRecorder) ?? file.Recorder.Folder },
        Opacity = parsed.GetValue(_opacity) ?? file.Opacity,
        Colormap = parsed.GetValue(_colormap) ?? file.Colormap,
    };

    private bool? Display(ParseResult parsed) => (parsed.GetValue(_display), parsed.GetValue(_noDisplay)) switch
    {
        (true, true) => throw new ConfigException("--display and --no-display exclude each other."),
        (true, _) => true,
        (_, true) => false,
        _ => null,
    };

    private static Option<string?> Text(string name, string value, string description) => new(name) { HelpName = value, Description = description };

    private static Option<double?> Number(string name, string value, string description) => new(name) { HelpName = value, Description = description };

    private static Option<bool?> Flag(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.Zero };
}
