using System.Text;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Configuration.Validation;
using StavisLive.Core.Inference;
using StavisLive.Core.Windowing;

namespace StavisLive.Core.Tests.Configuration.Reading;

public class ConfigFileTests
{
    [Fact]
    public void Parse_EmptyObject_GivesDefaults() => Assert.Equal(new StavisConfig(), Parse("{}"));

    [Fact]
    public void Load_ByteOrderMark_IsPassedOver()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, """{ "source": { "camera": "1" } }""", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

            Assert.Equal("1", ConfigFile.Load(path).Source.Camera);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Parse_ByteThatIsNoText_NamesItsLine()
    {
        byte[] text = [.. "{\n  \"source\": { \"camera\": \"r\u00e9\"},\n  \"log\": { \"file\": \"caf"u8, 0xE9, .. "\" } }"u8];

        var error = Assert.Throws<ConfigException>(() => ConfigFile.Parse("wall.json", text));

        Assert.Equal(["wall.json, line 3: the byte 0xe9 is no UTF-8; save the file in that coding."], error.Problems);
    }

    [Theory]
    [InlineData("""{ "source": { "input": "a\u0000b" } }""", "\"source.input\" holds a zero character")]
    [InlineData("""{ "publish": { "webhooks": [ { "url": "http://h/", "events": ["\u0000"] } ] } }""", "\"publish.webhooks[0].events[0]\" holds a zero character")]
    [InlineData("""{ "source": { "maxAge": 1e400 } }""", "\"source.maxAge\" holds a number beyond all that can be counted")]
    [InlineData("""{ "source": { "masks": [{ "polygon": [[0, 0], [-1e400, 0], [0, 1]] }] } }""", "\"source.masks[0].polygon[1]\" holds a number beyond all that can be counted")]
    [InlineData("""{ "source": { "input": "\ud83d" } }""", "half of a letter")]
    [InlineData("""{ "\ud83d": 1 }""", "half of a letter")]
    [InlineData("""{ "window": { "align": "\ud83d" } }""", "half of a letter")]
    public void Parse_TextsThatCannotBe_AreNamed(string text, string said) =>
        Assert.Contains(said, Assert.Throws<ConfigException>(() => Parse(text)).Message);

    [Fact]
    public void Parse_CommentsAndTrailingCommas_AreAllowed()
    {
        var config = Parse("""
            {
              // the roof
              "source": { "camera": "1", },
            }
            """);

        Assert.Equal("1", config.Source.Camera);
    }

    [Fact]
    public void Parse_Enumeration_IsReadByName() =>
        Assert.Equal(MapAlignment.Newest, Parse("""{ "window": { "align": "newest" } }""").Window.Align);

    [Fact]
    public void Parse_Masks_AreReadAndComparedByTheirValues()
    {
        const string Text = """{ "source": { "masks": [{ "x": 0.5, "width": 0.5, "height": 1 }, { "polygon": [[0, 0], [0.5, 0], [0, 1]] }], "region": { "width": 1, "height": 0.5 } } }""";

        var config = Parse(Text);

        Assert.Equal([new() { X = 0.5, Width = 0.5, Height = 1 }, new() { Polygon = [new(0, 0), new(0.5, 0), new(0, 1)] }], config.Source.Masks);
        Assert.Equal(Parse(Text), config);
        Assert.NotEqual(Parse(Text.Replace("0.5, 0", "0.4, 0", StringComparison.Ordinal)), config);
        Assert.Equal(config.Source, Parse(ConfigFile.Format(config)).Source);
    }

    [Fact]
    public void Parse_MisspeltKey_NamesFileLineKeyAndNearestRightKey()
    {
        var e = Assert.Throws<ConfigException>(() => Parse("{\n  \"source\": {\n    \"camra\": \"0\"\n  }\n}"));

        Assert.Equal("""wall.json, line 3: unknown key "source.camra"; did you mean "source.camera"?""", Assert.Single(e.Problems));
    }

    [Fact]
    public void Parse_KeyThatResemblesNothing_ListsTheKnownOnes()
    {
        var e = Assert.Throws<ConfigException>(() => Parse("""{ "limits": { "xyzzy": 1 } }"""));

        Assert.Contains("known here: duration, maxFrames", Assert.Single(e.Problems));
    }

    [Fact]
    public void Parse_SeveralMisspeltKeys_ListsThemAll()
    {
        var e = Assert.Throws<ConfigException>(() => Parse("""{ "sorce": {}, "model": { "wieghts": "x", "deep": { "a": 1 } } }"""));

        Assert.Equal(3, e.Problems.Count);
    }

    [Theory]
    [InlineData("""{ "source": { "synthetic": "yes" } }""", "source.synthetic", "true or false")]
    [InlineData("""{ "source": { "camera": 0 } }""", "source.camera", "text in double quotes")]
    [InlineData("""{ "window": { "align": "middle" } }""", "window.align", "\"center\" or \"newest\"")]
    [InlineData("""{ "window": { "align": 1 } }""", "window.align", "\"center\" or \"newest\"")]
    [InlineData("""{ "window": { "fps": "25" } }""", "window.fps", "a number")]
    [InlineData("""{ "model": { "precision": 16 } }""", "model.precision", "text in double quotes")]
    [InlineData("""{ "model": { "device": null } }""", "model.device", "text in double quotes")]
    [InlineData("""{ "source": { "cameraSize": [1280, 720] } }""", "source.cameraSize", "text in double quotes")]
    [InlineData("""{ "source": { "masks": null } }""", "source.masks", "a list [ ... ]")]
    [InlineData("""{ "source": { "masks": [{ "polygon": [[0, 0], [1]] }] } }""", "source.masks[0].polygon[1]", "a point [x, y]")]
    [InlineData("""{ "source": { "masks": [{ "polygon": [0, 0, 1, 1, 0, 1] }] } }""", "source.masks[0].polygon[0]", "a point [x, y]")]
    [InlineData("""{ "source": { "region": [0, 0, 1, 1] } }""", "source.region", "an object { ... }")]
    [InlineData("""{ "limits": { "maxFrames": 2.5 } }""", "limits.maxFrames", "a whole number")]
    public void Parse_WrongKindOfValue_NamesTheKeyAndWhatIsExpected(string text, string key, string kind)
    {
        var e = Assert.Throws<ConfigException>(() => Parse(text));

        Assert.Contains($"wall.json, line 1: the value of \"{key}\" is of the wrong kind; {kind} is expected.", e.Problems);
    }

    [Fact]
    public void Parse_Words_AreReadOnceAndWrittenAsTheyWere()
    {
        const string Text = """
            {
              "source": { "cameraSize": "1280x720", "cameraFormat": "mjpeg" },
              "model": { "device": "cuda:1", "precision": "bf16" },
              "outputs": { "colormap": "Jet" },
              "log": { "level": "warning" }
            }
            """;

        var config = Parse(Text);

        Assert.Equal((new PictureSize(1280, 720), CameraFormat.Mjpeg), (config.Source.CameraSize!.Value, config.Source.CameraFormat));
        Assert.Equal((new ComputeDevice(ComputeDeviceKind.Cuda, 1), InferencePrecision.Bf16), (config.Model.Device, config.Model.Precision));
        Assert.Equal((Colormap.Jet, LogSeverity.Warning), (config.Outputs.Colormap, config.Log.Level));
        Assert.All(
            ["\"cameraSize\": \"1280x720\"", "\"device\": \"cuda:1\"", "\"precision\": \"bf16\"", "\"colormap\": \"jet\"", "\"level\": \"warning\""],
            line => Assert.Contains(line, ConfigFile.Format(config)));
    }

    [Theory]
    [InlineData("source.cameraSize", "1280", "is WIDTHxHEIGHT, such as 1280x720")]
    [InlineData("source.cameraSize", "0x720", "is WIDTHxHEIGHT, such as 1280x720")]
    [InlineData("source.cameraFormat", "h264", "is auto, mjpeg, yuyv")]
    [InlineData("model.device", "gpu", "is auto, cpu, cuda or cuda:N")]
    [InlineData("model.precision", "int8", "is auto, fp32, bf16, fp16")]
    [InlineData("outputs.colormap", "beige", "is one of autumn, bone, cividis, cool, deepgreen, hot, hsv, inferno, jet, magma, ocean, parula, pink, plasma, rainbow, spring, summer, turbo, twilight, twilightshifted, viridis, winter")]
    [InlineData("log.level", "loud", "is one of debug, information, warning, error")]
    public void Check_UnknownWord_NamesFileLineKeyAndThoseThatWouldBeRight(string key, string word, string expected)
    {
        var (section, name) = (key.Split('.')[0], key.Split('.')[1]);
        var config = Parse($$"""{ "{{section}}": {{{"\n"}} "{{name}}": "{{word}}" } }""") with { Source = new() { Synthetic = true } };

        var e = Assert.Throws<ConfigException>(() => ConfigValidation.Check(config));

        var problem = Assert.Single(e.Found);
        Assert.Equal((key, word), (problem.Key, problem.Value));
        Assert.Equal($"wall.json, line 2: {key} {expected}, not \"{word}\".", e.Message);
    }

    [Fact]
    public void Check_UnknownWordOfOneOfManySources_NamesIt()
    {
        var config = Parse("""
            { "sources": [
              { "name": "a", "source": { "synthetic": true } },
              { "name": "b", "source": { "camera": "0", "cameraFormat": "h264" } } ] }
            """);

        Assert.Equal(
            "wall.json, line 3: sources[1] (b): source.cameraFormat is auto, mjpeg, yuyv, not \"h264\".",
            Assert.Throws<ConfigException>(() => ConfigValidation.Check(config)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{ \"source\": ")]
    [InlineData("camera = 0")]
    public void Parse_NotAConfiguration_SaysSoAndNamesTheFile(string text) =>
        Assert.Contains("wall.json", Assert.Throws<ConfigException>(() => Parse(text)).Message);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void Load_NoPath_SaysSo(string path) =>
        Assert.Contains("The path of the configuration is empty", Assert.Throws<ConfigException>(() => ConfigFile.Load(path)).Message);

    [Fact]
    public void Load_DeviceThatNeverEnds_IsGivenUp()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no such file.");

        Assert.Contains("/dev/zero cannot be read: It holds more than", Assert.Throws<ConfigException>(() => ConfigFile.Load("/dev/zero")).Message);
    }

    [Fact]
    public void Load_MissingFile_NamesIt() =>
        Assert.Contains("/nowhere/x.json", Assert.Throws<ConfigException>(() => ConfigFile.Load("/nowhere/x.json")).Message);

    [Fact]
    public void Load_DefaultFile_HoldsEveryKeyWithItsDefault()
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "configs", "default.json"));

        Assert.Equal(ConfigFile.Format(new StavisConfig()), text);
    }

    [Theory]
    [MemberData(nameof(ShippedFiles))]
    public void Load_ShippedFile_CanBeRun(string file)
    {
        // Which rtsp-wall.json asks for.
        Environment.SetEnvironmentVariable("WALL_PASSWORD", "w4ll-p4ss");
        var config = ConfigFile.Load(Path.Combine(AppContext.BaseDirectory, "configs", file));

        // The defaults alone name no source: that is what the command line adds.
        if (file == "default.json") config = config with { Source = config.Source with { Synthetic = true } };
        ConfigValidation.Check(config);
    }

    public static TheoryData<string> ShippedFiles() =>
        new(Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "configs"), "*.json").Select(file => Path.GetFileName(file)!));

    private static StavisConfig Parse(string text) => ConfigFile.Parse("wall.json", Encoding.UTF8.GetBytes(text));
}
