using System.CommandLine;
using StavisLive.Cli.CommandLine;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Cli.Tests.CommandLine;

/// <summary>From the command line to the configuration.</summary>
public sealed class RunOptionsTests : IDisposable
{
    private static readonly StavisConfig Synthetic = new() { Source = new() { Synthetic = true } };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("options-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Every option with the configuration that it comes to.</summary>
    public static TheoryData<string[], StavisConfig> EachOption => new()
    {
        { ["--synthetic"], Synthetic },
        { ["--camera", "1"], new() { Source = new() { Camera = "1" } } },
        { ["--camera", "/dev/video2"], new() { Source = new() { Camera = "/dev/video2" } } },
        { ["--camera", "1", "--camera-size", "1280x720"], new() { Source = new() { Camera = "1", CameraSize = new(1280, 720) } } },
        { ["--camera", "1", "--camera-fps", "59.94"], new() { Source = new() { Camera = "1", CameraFps = 59.94 } } },
        { ["--camera", "1", "--camera-format", "mjpeg"], new() { Source = new() { Camera = "1", CameraFormat = CameraFormat.Mjpeg } } },
        { ["--rtsp", "rtsp://roof/1"], new() { Source = new() { Rtsp = "rtsp://roof/1" } } },
        { ["--rtsp", "rtsp://roof/1", "--rtsp-transport", "udp"], new() { Source = new() { Rtsp = "rtsp://roof/1", RtspTransport = RtspTransport.Udp } } },
        { ["--input", "a.mp4"], new() { Source = new() { Input = "a.mp4" } } },
        { ["--input", "a.mp4", "--loop"], new() { Source = new() { Input = "a.mp4", Loop = true } } },
        { ["--synthetic", "--mic", "none"], Source(source => source with { Mic = "none" }) },
        { ["--synthetic", "--av-offset", "-80"], Source(source => source with { AvOffset = -80 }) },
        { ["--synthetic", "--reconnect-attempts", "5"], Source(source => source with { ReconnectAttempts = 5 }) },
        { ["--input", "a.mp4", "--hwaccel", "auto"], new() { Source = new() { Input = "a.mp4", Hwaccel = "auto" } } },
        {
            ["--synthetic", "--mask", "0,0,0.5,0.25", "--mask", "0.9,0.9,1,0.9,1,1"],
            Source(source => source with { Masks = [new() { Width = 0.5, Height = 0.25 }, new() { Polygon = [new(0.9, 0.9), new(1, 0.9), new(1, 1)] }] })
        },
        { ["--synthetic", "--region", "0.25,0.5,0.5,0.5"], Source(source => source with { Region = Area(0.25, 0.5, 0.5, 0.5) }) },
        { ["--synthetic", "--realtime"], Source(source => source with { Realtime = true }) },
        { ["--synthetic", "--weights", "w.pth"], Model(new() { Weights = "w.pth" }) },
        { ["--synthetic", "--visual-only"], Model(new() { VisualOnly = true }) },
        { ["--synthetic", "--device", "cuda:1"], Model(new() { Device = new(ComputeDeviceKind.Cuda, 1) }) },
        { ["--synthetic", "--precision", "bf16"], Model(new() { Precision = InferencePrecision.Bf16 }) },
        { ["--synthetic", "--shares", "motion"], Model(new() { Shares = NetworkShares.Motion }) },
        { ["--synthetic", "--threads", "1"], Model(new() { Threads = 1 }) },
        { ["--synthetic", "--align", "newest"], Synthetic with { Window = new() { Align = MapAlignment.Newest } } },
        { ["--synthetic", "--window-fps", "12.5"], Synthetic with { Window = new() { Fps = 12.5 } } },
        { ["--synthetic", "--display"], Outputs(new() { Display = true }) },
        { ["--synthetic", "--no-display"], Outputs(new() { Display = false }) },
        { ["--synthetic", "--output", "o.mp4"], Outputs(new() { Overlay = "o.mp4" }) },
        { ["--synthetic", "--maps", "m.npy"], Outputs(new() { Maps = "m.npy" }) },
        { ["--synthetic", "--metrics", "m.jsonl"], Outputs(new() { Metrics = "m.jsonl" }) },
        { ["--synthetic", "--restream", "rtsp://roof/1"], Outputs(new() { Restream = "rtsp://roof/1" }) },
        { ["--synthetic", "--foveate", "f.mp4"], Outputs(new() { Foveate = new() { Target = "f.mp4" } }) },
        { ["--synthetic", "--foveate-codec", "vp9"], Outputs(new() { Foveate = new() { Codec = FoveationCodec.Vp9 } }) },
        { ["--synthetic", "--foveate-strength", "3.5"], Outputs(new() { Foveate = new() { Strength = 3.5 } }) },
        { ["--synthetic", "--foveate-bitrate", "1500"], Outputs(new() { Foveate = new() { Bitrate = 1500 } }) },
        { ["--synthetic", "--foveate-quality", "30"], Outputs(new() { Foveate = new() { Quality = 30 } }) },
        { ["--synthetic", "--foveate-method", "prefilter"], Outputs(new() { Foveate = new() { Method = FoveationMethod.Prefilter } }) },
        { ["--synthetic", "--qp-maps", "a.qp"], Outputs(new() { QpMaps = "a.qp" }) },
        { ["--synthetic", "--qp-block", "64"], Outputs(new() { QpBlockSize = 64 }) },
        { ["--synthetic", "--gaze", "udp://:5000"], Outputs(new() { Gaze = new() { Address = "udp://:5000" } }) },
        { ["--synthetic", "--gaze-weight", "0.5"], Outputs(new() { Gaze = new() { Weight = 0.5 } }) },
        { ["--synthetic", "--serve", "0.0.0.0:80"], new() { Source = new() { Synthetic = true }, Serve = new() { Address = "0.0.0.0:80" } } },
        { ["--synthetic", "--flight-recorder", "flights"], Outputs(new() { Recorder = new() { Folder = "flights" } }) },
        { ["--synthetic", "--opacity", "0.3"], Outputs(new() { Opacity = 0.3 }) },
        { ["--synthetic", "--colormap", "jet"], Outputs(new() { Colormap = Colormap.Jet }) },
        { ["--synthetic", "--duration", "1.5"], Synthetic with { Limits = new() { Duration = 1.5 } } },
        { ["--synthetic", "--max-frames", "7"], Synthetic with { Limits = new() { MaxFrames = 7 } } },
        { ["--synthetic", "--log", "run.log"], Synthetic with { Log = new() { File = "run.log" } } },
    };

    [Theory]
    [MemberData(nameof(EachOption))]
    public void ToConfig_Option_LandsInItsKeyAlone(string[] arguments, StavisConfig expected) => Assert.Equal(expected, Parse(arguments));

    [Fact]
    public void ToConfig_EveryOptionOfTheCommand_IsInTheTableAbove()
    {
        var known = NewCommand(out _).Options.Select(option => option.Name).Where(name => name.StartsWith("--", StringComparison.Ordinal));

        var tried = EachOption.SelectMany(row => row.Data.Item1).Where(word => word.StartsWith("--", StringComparison.Ordinal));

        Assert.Equal(known.Except(["--config", "--help", "--version"]).Order(), tried.Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(EachOption))]
    public void ToConfig_OptionBesideAFileThatSaysOtherwise_Overrides(string[] arguments, StavisConfig expected)
    {
        var file = Write(
            """
            {
              "source": { "input": "other.mkv", "mic": "default", "connectTimeout": 3 },
              "model": { "weights": "other.pth", "device": "cpu", "precision": "fp32" },
              "window": { "align": "center", "fps": 20 },
              "outputs": { "overlay": "other.mkv.mp4", "maps": "other", "metrics": "other.jsonl", "opacity": 0.9, "colormap": "bone" },
              "limits": { "duration": 99, "maxFrames": 99 },
              "log": { "level": "debug", "file": "other.log" }
            }
            """);

        var config = Parse([.. arguments, "--config", file]);

        // What was given on the command line holds; all else is the file's.
        var fromFile = ConfigFile.Load(file);
        var given = Formatted(expected).Except(Formatted(new StavisConfig())).ToList();
        Assert.All(given, line => Assert.Contains(line, Formatted(config)));
        Assert.Equal((3, LogSeverity.Debug), (config.Source.ConnectTimeout, config.Log.Level));
        if (!arguments.Contains("--mic")) Assert.Equal(fromFile.Source.Mic, config.Source.Mic);
        if (!arguments.Contains("--metrics")) Assert.Equal(fromFile.Outputs.Metrics, config.Outputs.Metrics);
    }

    [Fact]
    public void ToConfig_SourceBesideAFileWithAnother_TakesItsPlace()
    {
        var config = Parse(["--config", Write("""{ "source": { "camera": "0", "mic": "none" } }"""), "--rtsp", "rtsp://roof/1"]);

        Assert.Equal((null, "rtsp://roof/1", "none"), (config.Source.Camera, config.Source.Rtsp, config.Source.Mic));
    }

    [Fact]
    public void ToConfig_OptionsOfOneKindBesideAList_HoldForItsSourcesOfThatKind()
    {
        var file = Write(
            """
            {
              "source": { "hwaccel": "none" },
              "sources": [
                { "source": { "camera": "0", "cameraFps": 15 } },
                { "source": { "rtsp": "rtsp://roof/1", "rtspTransport": "tcp" } },
                { "source": { "input": "a.mp4" } }
              ]
            }
            """);

        var sources = Parse(
            "--config", file, "--camera-size", "640x480", "--camera-fps", "30", "--camera-format", "yuyv",
            "--rtsp-transport", "udp", "--hwaccel", "auto").Sources;

        Assert.Equal(
            [
                new() { Camera = "0", CameraSize = new(640, 480), CameraFps = 30, CameraFormat = CameraFormat.Yuyv },
                new() { Rtsp = "rtsp://roof/1", RtspTransport = RtspTransport.Udp, Hwaccel = "auto" },
                new() { Input = "a.mp4", Hwaccel = "auto" },
            ],
            sources.Select(stream => stream.Source));
    }

    [Theory]
    [InlineData("so they need --camera", "--camera-size", "640x480")]
    [InlineData("so they need --camera", "--camera-fps", "30")]
    [InlineData("so it needs --rtsp", "--rtsp-transport", "udp")]
    [InlineData("so it needs --input or --rtsp", "--hwaccel", "auto")]
    public void ToConfig_OptionThatConcernsNoneOfAList_SaysWhatItNeeds(string said, params string[] arguments)
    {
        var file = Write("""{ "sources": [ { "source": { "synthetic": true } }, { "source": { "synthetic": true } } ] }""");

        Assert.Contains(said, Assert.Throws<ConfigException>(() => Parse(["--config", file, .. arguments])).Message);
    }

    [Fact]
    public void ToConfig_FoveatedQualityBesideAFileWithABitrate_TakesItsPlace()
    {
        var foveate = Parse(["--config", Write("""{ "source": { "synthetic": true }, "outputs": { "foveate": { "bitrate": 900, "strength": 3 } } }"""), "--foveate-quality", "30"]).Outputs.Foveate;

        Assert.Equal((null, 30.0, 3.0), (foveate.Bitrate, foveate.Quality, foveate.Strength));
    }

    [Fact]
    public void ToConfig_FileAlone_IsTheConfiguration()
    {
        var file = Write("""{ "source": { "synthetic": true }, "limits": { "maxFrames": 3 } }""");

        Assert.Equal(ConfigFile.Load(file), Parse(["--config", file]));
    }

    [Fact]
    public void ToConfig_UnknownWords_AreKeptAsProblemsUnlessOverridden()
    {
        var file = Write("""{ "model": { "device": "gpu", "precision": "int8" }, "sources": [ { "source": { "camera": "0", "cameraFormat": "h264" } } ] }""");

        var config = Parse(["--config", file, "--precision", "bf16", "--colormap", "beige"]);
        var withSource = Parse(["--config", file, "--synthetic"]);

        Assert.Equal(["model.device", "sources[0].source.cameraFormat", "outputs.colormap"], config.Misread.Select(problem => problem.Key));
        Assert.Equal(InferencePrecision.Bf16, config.Model.Precision);
        Assert.Equal(["model.device", "model.precision"], withSource.Misread.Select(problem => problem.Key));
    }

    [Theory]
    [InlineData("--display and --no-display exclude each other", "--synthetic", "--display", "--no-display")]
    [InlineData("--rtsp-transport chooses how a stream's packets come, so it needs --rtsp", "--synthetic", "--rtsp-transport", "udp")]
    [InlineData("nowhere.json", "--config", "nowhere.json")]
    public void ToConfig_WhatCannotBeRun_SaysWhat(string said, params string[] arguments) =>
        Assert.Contains(said, Assert.Throws<ConfigException>(() => Parse(arguments)).Message);

    [Theory]
    [InlineData("--window-fps", "fast")]
    [InlineData("--max-frames", "1.5")]
    [InlineData("--align", "middle")]
    public void Parse_ValueOfTheWrongKind_IsAnErrorThatNamesTheOption(string option, string value)
    {
        var parsed = NewCommand(out _).Parse(["--synthetic", option, value]);

        Assert.Contains(option, Assert.Single(parsed.Errors).Message);
    }

    private static StavisConfig Source(Func<SourceConfig, SourceConfig> change) => Synthetic with { Source = change(Synthetic.Source) };

    private static FrameArea Area(double x, double y, double width, double height) => new() { X = x, Y = y, Width = width, Height = height };

    private static StavisConfig Model(ModelConfig model) => Synthetic with { Model = model };

    private static StavisConfig Outputs(OutputConfig outputs) => Synthetic with { Outputs = outputs };

    private static RootCommand NewCommand(out RunOptions options)
    {
        var command = new RootCommand();
        options = new RunOptions();
        options.AddTo(command);
        return command;
    }

    private static StavisConfig Parse(params string[] arguments)
    {
        var parsed = NewCommand(out var options).Parse(arguments);
        Assert.Empty(parsed.Errors);
        return options.ToConfig(parsed);
    }

    private static string[] Formatted(StavisConfig config) =>
        [.. ConfigFile.Format(config).Split('\n').Select(line => line.Trim().TrimEnd(','))];

    private string Write(string text)
    {
        var file = Path.Combine(_folder.FullName, "config.json");
        File.WriteAllText(file, text);
        return file;
    }
}
