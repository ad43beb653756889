using System.CommandLine;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Inference;
using StavisLive.Core.Windowing;
using static StavisLive.Cli.CommandLine.OptionKinds;

namespace StavisLive.Cli.CommandLine;

/// <summary>The main job's options. Each overrides the configuration's key of the same meaning.</summary>
internal sealed class RunOptions
{
    private readonly SourceOptions _source = new();
    private readonly Option<string?> _config = new("--config") { HelpName = "FILE", Description = "Configuration file; the options below override it" };
    private readonly ModelOptions _model = new();
    private readonly WordOption<NetworkShares> _shares = Word<NetworkShares>("--shares", "model.shares", "even|motion", "How streams share a network that is too slow for all: motion gives where much moves up to four times the steps");
    private readonly KeyOption<MapAlignment?> _align = new("--align", "window.align") { HelpName = "center|newest", Description = "Frame of the window that a map belongs to" };
    private readonly KeyOption<double?> _windowFps = Number("--window-fps", "window.fps", "F", "Slots per second of the window (10-30)");
    private readonly KeyOption<bool?> _display = Flag("--display", "outputs.display", "Show the overlay in a window (closed by q, Esc or the mouse)");
    private readonly KeyOption<bool?> _noDisplay = Flag("--no-display", "outputs.display=false", "Never open a window");
    private readonly KeyOption<string?> _output = Text("--output", "outputs.overlay", "FILE", "Overlay video (.mp4, .mkv); for pictures .png, .jpg or a folder");
    private readonly KeyOption<string?> _maps = Text("--maps", "outputs.maps", "DIR|FILE.npy", "Saliency maps");
    private readonly KeyOption<string?> _metrics = Text("--metrics", "outputs.metrics", "FILE.jsonl|-", "Metrics, a JSON line a frame; -: on standard output");
    private readonly KeyOption<string?> _restream = Text("--restream", "outputs.restream", "URL", "Send the overlay to a media server (rtsp, rtmp, srt, udp) or a loopback camera");
    private readonly FoveateOptions _foveate = new();
    private readonly KeyOption<string?> _qpMaps = Text("--qp-maps", "outputs.qpMaps", "FILE|-|unix:PATH", "How blocks are to differ in quality, for encoders elsewhere");
    private readonly KeyOption<int?> _qpBlock = new("--qp-block", "outputs.qpBlockSize") { HelpName = "8|16|32|64", Description = "Pixels of a block's side in --qp-maps" };
    private readonly KeyOption<string?> _gaze = Text("--gaze", "outputs.gaze.address", "udp://[HOST]:PORT|-", "Lines \"t x y\" of an eye tracker, for --foveate and --qp-maps");
    private readonly KeyOption<double?> _gazeWeight = Number("--gaze-weight", "outputs.gaze.weight", "0..1", "Share of the gaze beside the saliency");
    private readonly KeyOption<string?> _flightRecorder = Text("--flight-recorder", "outputs.recorder.folder", "FOLDER", "Keep the last seconds; written there on SIGUSR1 (Windows: an event) or when something goes wrong");
    private readonly KeyOption<double?> _opacity = Number("--opacity", "outputs.opacity", "0..1", "Strength of the heat map");
    private readonly WordOption<Colormap> _colormap = Word<Colormap>("--colormap", "outputs.colormap", "NAME", $"Colours of the heat map: {string.Join(", ", Enum.GetNames<Colormap>()).ToLowerInvariant()}");
    private readonly KeyOption<string?> _serve = Text("--serve", "serve.address", "[HOST:]PORT", "Dashboard and feeds for browsers and programs; on this machine only unless HOST says otherwise");
    private readonly KeyOption<double?> _duration = Number("--duration", "limits.duration", "S", "Stop after this many seconds of the source");
    private readonly KeyOption<long?> _maxFrames = new("--max-frames", "limits.maxFrames") { HelpName = "N", Description = "Stop after this many frames" };
    private readonly KeyOption<string?> _log = Text("--log", "log.file", "FILE", "Log file, a new one each day");

    private IReadOnlyList<Option> All =>
    [
        .. _source.All, _config, .. _model.All, _shares, _align, _windowFps,
        _display, _noDisplay, _output, _maps, _metrics, _restream, .. _foveate.All, _qpMaps, _qpBlock, _gaze, _gazeWeight, _flightRecorder, _opacity, _colormap, _serve, _duration, _maxFrames, _log,
    ];

    /// <summary>Puts the options on a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in All) command.Add(option);
    }

    /// <summary>The configuration file, or the defaults, with everything given on the command line laid over it.</summary>
    /// <remarks>A source on the command line takes the place of all of the file's; whatever else is given holds for each of them that it concerns.</remarks>
    /// <exception cref="ConfigException">The file cannot be read, or options exclude each other.</exception>
    public StavisConfig ToConfig(ParseResult parsed)
    {
        var file = FileOf(parsed) is { } path ? ConfigFile.Load(path) : new StavisConfig();
        var source = _source.Over(file.Source, parsed);
        StreamConfig[] streams = _source.IsGiven(parsed) ? [] : [.. file.Sources.Select(stream => Stream(parsed, stream))];
        _source.Check(streams.Length > 0 ? [.. streams.Select(stream => stream.Source)] : [source], parsed);
        return file with
        {
            Source = source,
            Sources = streams,
            Model = _model.Over(file.Model, parsed) with { Shares = _shares.ValueIn(parsed) ?? file.Model.Shares },
            Window = Window(parsed, file.Window),
            Outputs = Outputs(parsed, file.Outputs),
            Serve = ServeTokens.WithEnvironment(file.Serve with { Address = parsed.GetValue(_serve) ?? file.Serve.Address }),
            Limits = new LimitConfig
            {
                Duration = parsed.GetValue(_duration) ?? file.Limits.Duration,
                MaxFrames = parsed.GetValue(_maxFrames) ?? file.Limits.MaxFrames,
            },
            Log = file.Log with { File = parsed.GetValue(_log) ?? file.Log.File },
            Misread = [.. StillMisread(file, All, parsed).Where(problem => problem.Stream is null || !_source.IsGiven(parsed)), .. Misread(All, parsed)],
        };
    }

    /// <summary>The configuration file, if one is given.</summary>
    public string? FileOf(ParseResult parsed) => parsed.GetValue(_config);

    private StreamConfig Stream(ParseResult parsed, StreamConfig file) => file with
    {
        Source = _source.Over(file.Source, parsed),
        Window = Window(parsed, file.Window),
        Outputs = Outputs(parsed, file.Outputs),
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
        Restream = parsed.GetValue(_restream) ?? file.Restream,
        Foveate = _foveate.Over(file.Foveate, parsed),
        QpMaps = parsed.GetValue(_qpMaps) ?? file.QpMaps,
        QpBlockSize = parsed.GetValue(_qpBlock) ?? file.QpBlockSize,
        Gaze = file.Gaze with
        {
            Address = parsed.GetValue(_gaze) ?? file.Gaze.Address,
            Weight = parsed.GetValue(_gazeWeight) ?? file.Gaze.Weight,
        },
        Recorder = file.Recorder with { Folder = parsed.GetValue(_flightRecorder) ?? file.Recorder.Folder },
        Opacity = parsed.GetValue(_opacity) ?? file.Opacity,
        Colormap = _colormap.ValueIn(parsed) ?? file.Colormap,
    };

    private bool? Display(ParseResult parsed) => (parsed.GetValue(_display), parsed.GetValue(_noDisplay)) switch
    {
        (true, true) => throw new ConfigException("--display and --no-display exclude each other."),
        (true, _) => true,
        (_, true) => false,
        _ => null,
    };
}
