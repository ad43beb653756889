using System.CommandLine;
using StavisLive.Cli.CommandLine;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Configuration.Validation;
using StavisLive.Hosting.Composition;
using StavisLive.Training.Configuration;

namespace StavisLive.Cli.Tests.CommandLine;

/// <summary>What is reported below by key, in the command line's words: whole texts.</summary>
public sealed class OptionWordsTests
{
    /// <summary>Command lines that cannot be meant, with everything that is said of them.</summary>
    public static TheoryData<string[], string[]> WrongUsage => new()
    {
        {
            [],
            [
                "Nothing to watch: give one of --camera, --rtsp, --input or --synthetic (in a configuration: source.camera, ...).",
            ]
        },
        {
            ["--camera", "0", "--synthetic"],
            [
                "More than one source given: choose one of --camera, --rtsp, --input and --synthetic.",
            ]
        },
        {
            ["--synthetic", "--precision", "int8", "--device", "gpu", "--window-fps", "60", "--colormap", "beige", "--opacity", "2", "--threads", "0", "--duration", "0", "--max-frames", "0"],
            [
                "--colormap (outputs.colormap) is one of autumn, bone, cividis, cool, deepgreen, hot, hsv, inferno, jet, magma, ocean, parula, pink, plasma, rainbow, spring, summer, turbo, twilight, twilightshifted, viridis, winter, not \"beige\".",
                "--device (model.device) is auto, cpu, cuda or cuda:N, not \"gpu\".",
                "--duration (limits.duration) must be more than 0 seconds, not 0.",
                "--max-frames (limits.maxFrames) must be at least 1, not 0.",
                "--opacity (outputs.opacity) must be 0 to 1, not 2.",
                "--precision (model.precision) is auto, fp32, bf16, fp16, not \"int8\".",
                "--threads (model.threads) must be 1 to 1024, not 0.",
                "--window-fps (window.fps) must be 10 to 30, not 60: the network learned on 24 to 30.",
            ]
        },
        {
            ["--camera", "0", "--camera-format", "h264", "--camera-size", "1280", "--camera-fps", "0", "--no-display"],
            [
                "--camera-format (source.cameraFormat) is auto, mjpeg, yuyv, not \"h264\".",
                "--camera-fps (source.cameraFps) must be more than 0 and at most 1000, not 0.",
                "--camera-size (source.cameraSize) is WIDTHxHEIGHT, such as 1280x720, not \"1280\".",
            ]
        },
        {
            ["--synthetic", "--no-display", "--maps", "", "--metrics", ""],
            [
                "--maps (outputs.maps) must be a path, or left out; it is empty.",
                "--metrics (outputs.metrics) must be a path, or left out; it is empty.",
            ]
        },
        {
            ["--rtsp", "http://u:s3cret@h/a", "--no-display"],
            [
                "--rtsp (source.rtsp) expects an address such as rtsp://host:554/path, not \"http://u:***@h/a\".",
            ]
        },
        {
            ["--camera", "0", "--loop", "--realtime", "--no-display", "--av-offset", "9000", "--reconnect-attempts", "-1"],
            [
                "--av-offset (source.avOffset) must be -5000 to 5000 milliseconds, not 9000.",
                "--loop (source.loop) repeats a file, so it needs --input.",
                "--realtime (source.realtime) paces a file (--input) or the built-in scene (--synthetic); cameras and streams are live by nature.",
                "--reconnect-attempts (source.reconnectAttempts) must be 0 or more, or left out for no limit, not -1.",
            ]
        },
        {
            ["--synthetic", "--mask", "0,0,0.5,0.5", "--mask", "640,0,100,100", "--region", "0.5,0,0.6,1"],
            [
                "--mask (source.masks[1]) is X,Y,W,H in fractions of the frame (0 to 1) and lies within it, such as 0.5,0,0.5,0.25 for half of its upper quarter, or a polygon's corners X,Y,X,Y,X,Y,...; 640,0,100,100 does not.",
                "--region (source.region) is X,Y,W,H in fractions of the frame (0 to 1) and lies within it, such as 0.5,0,0.5,0.25 for half of its upper quarter; 0.5,0,0.6,1 does not.",
            ]
        },
        {
            ["--input", "a.mp4", "--mic", "default", "--no-display"],
            [
                "--mic (source.mic) listens live, so --input and --synthetic need --realtime with it.",
            ]
        },
        {
            ["--synthetic", "--mic", "default", "--no-display"],
            [
                "--mic (source.mic) listens live, so --input and --synthetic need --realtime with it.",
            ]
        },
        {
            ["--synthetic", "--output", "x.avi"],
            [
                "x.avi: an overlay video is an .mp4 or an .mkv file; let its name end in one of them.",
            ]
        },
        {
            ["--input", "photo.png", "--display", "--mic", "default", "--flight-recorder", "f"],
            [
                "--display (outputs.display) shows video; for pictures give --output FILE.png or a folder.",
                "--flight-recorder (outputs.recorder.folder) keeps video; pictures are not recorded.",
                "--mic (source.mic) gives sound to video; pictures have none.",
            ]
        },
        {
            ["--input", "a.flight", "--mask", "0,0,1,0.5", "--window-fps", "20", "--no-display"],
            [
                "--mask and --region apply before a recording is made, so a recording (.flight) is replayed without them.",
                "--window-fps (window.fps) is the recording's own when a recording (.flight) is replayed: leave it out.",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(WrongUsage))]
    public void Of_WrongUsage_NamesOptionsAndKeys(string[] arguments, string[] expected)
    {
        var e = Assert.Throws<ConfigException>(() => HostPlan.Of(Parse(arguments)));

        Assert.Equal(expected.Order(StringComparer.Ordinal), OptionWords.Of(e).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Of_ProblemsInAFile_NameFileLineSourceOptionAndKey()
    {
        var config = ConfigFile.Parse("wall.json", """
            {
              "model": { "precision": "int8" },
              "sources": [
                { "name": "a", "source": { "rtsp": "http://h/a" } },
                { "name": "b", "source": { "camera": "0", "readTimeout": 0 },
                  "window": { "fps": 5 } },
                { "name": "c" }
              ]
            }
            """u8);

        Assert.Equal(
            [
                "wall.json, line 4: sources[0] (a): --rtsp (source.rtsp) expects an address such as rtsp://host:554/path, not \"http://h/a\".",
                "wall.json, line 5: sources[1] (b): source.readTimeout must be more than 0 seconds, not 0.",
                "wall.json, line 6: sources[1] (b): --window-fps (window.fps) must be 10 to 30, not 5: the network learned on 24 to 30.",
                "wall.json, line 7: sources[2] (c): Nothing to watch: give one of --camera, --rtsp, --input or --synthetic (in a configuration: source.camera, ...).",
                "wall.json, line 2: --precision (model.precision) is auto, fp32, bf16, fp16, not \"int8\".",
            ],
            OptionWords.Of(Assert.Throws<ConfigException>(() => ConfigValidation.Check(config))));
    }

    [Theory]
    [InlineData("", "Nothing to learn from: give --data (data.gaze), a folder of photographs with fixations.")]
    [InlineData("\"published\": {}", "Nothing to learn from: give --data (data.published.root), the folder with video_frames/, video_audio/ and annotations/.")]
    public void Of_TrainingWithoutData_NamesOptionAndKey(string data, string expected)
    {
        var config = ConfigFile.Parse<TrainingConfig>("t.json", System.Text.Encoding.UTF8.GetBytes($$"""{ "data": { {{data}} } }"""));

        Assert.Contains(expected, OptionWords.Of(Assert.Throws<ConfigException>(() => TrainingValidation.Check(config))));
    }

    [Theory]
    [InlineData(
        "Choose one of these, or leave `source.cameraSize`, `source.cameraFps` and `source.cameraFormat` out.",
        "Choose one of these, or leave --camera-size, --camera-fps and --camera-format out.")]
    [InlineData("perhaps the sound server; then use `source.mic=default`.", "perhaps the sound server; then use --mic default.")]
    [InlineData("No microphone was found. Or use `source.mic=none`.", "No microphone was found. Or use --mic none.")]
    [InlineData("Run it where a screen is, or use `outputs.display=false`.", "Run it where a screen is, or use --no-display.")]
    [InlineData("No sound came: there is none, or it needs `source.mic`.", "No sound came: there is none, or it needs --mic.")]
    [InlineData("give `frames`, `audio` and `annotations`.", "give --frames, --audio and --annotations.")]
    [InlineData("Without `trainingList` the training set's mean map", "Without --train-list the training set's mean map")]
    [InlineData("p.npy holds [3,4]; `predictions` expects [N,H,W].", "p.npy holds [3,4]; --predictions expects [N,H,W].")]
    [InlineData("Run `mkdir` or `a.b`.", "Run `mkdir` or `a.b`.")]
    public void Of_Sentence_NamesOptions(string text, string expected) => Assert.Equal(expected, OptionWords.Of(text));

    private static StavisConfig Parse(string[] arguments)
    {
        var command = new RootCommand();
        var options = new RunOptions();
        options.AddTo(command);
        var config = options.ToConfig(command.Parse(arguments));
        // Whether there is a screen is not what is asked here.
        return config with { Outputs = config.Outputs with { Display = config.Outputs.Display ?? false } };
    }
}
