using System.Text;
using System.Text.Json;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Configuration.Validation;
using StavisLive.Core.Diagnostics;

namespace StavisLive.Core.Tests.Configuration;

/// <summary>Many sources from one configuration.</summary>
public sealed class SourcesTests
{
    [Fact]
    public void Parse_Entry_OverridesWhatItSaysAndTakesOverTheRest()
    {
        var config = Parse("""
            {
              "source": { "camera": "0", "readTimeout": 3, "mic": "none" },
              "window": { "fps": 20 },
              "outputs": { "opacity": 0.2, "metrics": "{name}.jsonl" },
              "sources": [
                { "name": "a", "priority": 4, "source": { "rtsp": "rtsp://h/a", "mic": null }, "window": { "fps": 12 } },
                { "source": { "camera": "1" }, "outputs": { "overlay": "x/{name}.mp4" } }
              ]
            }
            """);

        var streams = config.Streams();
        Assert.Equal(["a", "camera 1"], streams.Select(stream => stream.Name));
        Assert.Equal([4, 1], streams.Select(stream => stream.Priority));
        // Its own kind of source takes the place of the default's.
        Assert.Equal(("rtsp://h/a", null, 3, null), (streams[0].Source.Rtsp, streams[0].Source.Camera, streams[0].Source.ReadTimeout, streams[0].Source.Mic));
        Assert.Equal(("1", "none"), (streams[1].Source.Camera, streams[1].Source.Mic));
        Assert.Equal([12, 20], streams.Select(stream => stream.Window.Fps!.Value));
        Assert.Equal(["a.jsonl", "camera 1.jsonl"], streams.Select(stream => stream.Outputs.Metrics));
        Assert.Equal([0.2, 0.2], streams.Select(stream => stream.Outputs.Opacity));
        Assert.Equal([null, "x/camera 1.mp4"], streams.Select(stream => stream.Outputs.Overlay));
        ConfigValidation.Check(config);
    }

    [Fact]
    public void Parse_GroupWithinASection_OverridesOnlyWhatItSays()
    {
        var config = Parse("""
            {
              "outputs": { "recorder": { "folder": "r/{name}", "seconds": 20 } },
              "sources": [ { "name": "a", "source": { "synthetic": true }, "outputs": { "recorder": { "seconds": 5 } } } ]
            }
            """);

        var recorder = config.Streams()[0].Outputs.Recorder;
        Assert.Equal(("r/a", 5), (recorder.Folder, recorder.Seconds));
    }

    [Fact]
    public void Parse_ManyMistakes_AreAllToldWithLineKeyAndNearestRightKey()
    {
        var e = Assert.Throws<ConfigException>(() => Parse("""
            {
              "sources": [
                { "name": "a", "source": { "rstp": "rtsp://h/a" } },
                { "nmae": "b", "window": { "fps": "fast" } },
                null
              ],
              "outputs": null
            }
            """));

        Assert.Equal(
            [
                """wall.json, line 3: unknown key "sources[0].source.rstp"; did you mean "sources[0].source.rtsp"?""",
                """wall.json, line 4: unknown key "sources[1].nmae"; did you mean "sources[1].name"?""",
                """wall.json, line 4: the value of "sources[1].window.fps" is of the wrong kind; a number is expected.""",
                """wall.json, line 5: the value of "sources[2]" is of the wrong kind; an object { ... } is expected.""",
                """wall.json, line 7: the value of "outputs" is of the wrong kind; an object { ... } is expected.""",
            ],
            e.Problems);
    }

    [Fact]
    public void Check_ManyMistakes_AreAllToldWithTheLineOfTheKeyThatHoldsThem()
    {
        var problems = Refused("""
            {
              "source": { "readTimeout": 0 },
              "model": { "precision": "int8" },
              "outputs": { "metrics": "all.jsonl" },
              "sources": [
                { "name": "a", "source": { "rtsp": "http://h/a" } },
                { "name": "A", "source": { "synthetic": true, "readTimeout": 5 },
                  "window": { "fps": 5 } },
                { "name": "../c", "priority": 0, "source": { "readTimeout": 5 } },
              ]
            }
            """);

        string[] expected =
        [
            "wall.json, line 6: sources[0] (a): source.rtsp expects an address",
            "wall.json, line 2: sources[0] (a): source.readTimeout must be more than 0",
            "wall.json, line 8: sources[1] (A): window.fps must be 10 to 30",
            "wall.json, line 9: sources[2] (../c): Nothing to watch",
            "wall.json, line 9: sources[2] (../c): its name must be",
            "wall.json, line 9: sources[2] (../c): its priority must be",
            "wall.json, line 7: sources[1] (A): sources[0] has the same name",
            "wall.json, line 3: model.precision is auto, fp32, bf16, fp16, not \"int8\".",
        ];
        Assert.Equal(expected.Length, problems.Count);
        Assert.All(expected.Zip(problems), pair => Assert.StartsWith(pair.First, pair.Second));
    }

    [Fact]
    public void Check_TwoWatchingOneFile_IsAllowed() => ConfigValidation.Check(Parse(
        """{ "source": { "input": "a.mp4" }, "sources": [ { "name": "a" }, { "name": "b", "window": { "fps": 12 } } ] }"""));

    [Fact]
    public void Parse_Secrets_ComeFromTheEnvironmentAndFilesAndAreNeverShown()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "fil€/secret@1\n");
        Environment.SetEnvironmentVariable("STAVIS_TEST_SECRET", "env:secret/2");
        try
        {
            var config = Parse($$"""
                {
                  "sources": [
                    { "name": "a", "source": { "rtsp": "rtsp://u:${STAVIS_TEST_SECRET}@h/a" } },
                    { "name": "b", "source": { "rtsp": "rtsp://h/${file:{{JsonEncodedText.Encode(file)}}}/b" } },
                  ]
                }
                """);

            var addresses = config.Streams().Select(stream => stream.Source.Rtsp!).ToList();
            Assert.Equal("u:env%3Asecret%2F2", new Uri(addresses[0]).UserInfo);
            Assert.Equal("rtsp://h/fil%E2%82%AC%2Fsecret%401/b", addresses[1]);
            Assert.Equal(["rtsp://u:***@h/a", "rtsp://h/***/b"], addresses.Select(SafeAddress.Of));
            Assert.Equal("it said *** and ***", SafeAddress.Redact("it said fil€/secret@1 and env:secret/2"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("STAVIS_TEST_SECRET", null);
            File.Delete(file);
        }
    }

    [Fact]
    public void Parse_SecretsThatAreNotThere_AreAllNamed()
    {
        var e = Assert.Throws<ConfigException>(() => Parse("""
            {
              "source": {
                "rtsp": "rtsp://u:${STAVIS_NOT_SET}@h/"
              },
              "sources": [ {},
                { "source": { "rtsp": "${file:/nowhere/secret}" } } ]
            }
            """));

        Assert.Equal(2, e.Problems.Count);
        Assert.Equal("wall.json, line 3: source.rtsp needs the environment variable STAVIS_NOT_SET, which is not set.", e.Problems[0]);
        Assert.StartsWith("wall.json, line 6: sources[1].source.rtsp needs the secret in the file /nowhere/secret, which cannot be read: ", e.Problems[1]);
    }

    [Fact]
    public void Check_ListMadeInCode_HasNothingInCommon()
    {
        var made = new StavisConfig
        {
            Source = new() { Mic = "none" },
            Outputs = new() { Display = false },
            Sources = [new() { Name = "a", Source = new() { Synthetic = true } }],
        };

        Assert.Equal(
            ["source counts for a list of sources only in a file; set it in each entry of sources instead.",
                "outputs counts for a list of sources only in a file; set it in each entry of sources instead."],
            Assert.Throws<ConfigException>(() => ConfigValidation.Check(made)).Problems);
    }

    [Theory]
    [InlineData("rtsp://viewer:pw@roof:554/live/1?user=x", "roof-554-live-1-user-x")]
    [InlineData("rtsp://10.0.0.7/", "10.0.0.7")]
    public void ShortOf_Address_IsGoodForFiles(string address, string name)
    {
        Assert.Equal(name, StreamName.ShortOf(new SourceConfig { Rtsp = address }));
        Assert.True(StreamName.IsGood(name));
    }

    // Vowel signs and accents that stand beside their letter are marks, not letters.
    [Theory]
    [InlineData("द्वार 2", true)]
    [InlineData("ประตูหน้า", true)]
    [InlineData("cafe\u0301", true)]
    [InlineData("gate/2", false)]
    [InlineData("gate\n", false)]
    [InlineData(".gate", false)]
    public void IsGood_NamesOfEveryScript_OnlyWhatFilesCanBeCalled(string name, bool expected) => Assert.Equal(expected, StreamName.IsGood(name));

    [Fact]
    public void ShortOf_LongAddresses_AreGoodForFilesBeginWithTheHostAndDiffer()
    {
        const string Path = "/cam/realmonitor?channel=1&subtype=0&unicast=true&proto=Onvif";
        // Lengths that cut off before a dash, a dot and a letter.
        string[] hosts = ["192.168.1.10", "192.168.1.110", "192.168.2.110", "a", "ab", "abc", "abcd", "camera.of-the-north-gate.example.org"];

        string[] names = [.. hosts.Select(host => StreamName.ShortOf(new SourceConfig { Rtsp = $"rtsp://admin:pw12@{host}{Path}" }))];

        Assert.All(names, name => Assert.True(StreamName.IsGood(name), name));
        Assert.All(hosts.Zip(names), pair => Assert.StartsWith(pair.First + "-cam-realmonitor", pair.Second));
        Assert.Equal(names, names.Distinct());
    }

    [Fact]
    public void ShortOf_LongAddressesThatDifferAtTheirEnd_Differ()
    {
        var path = new string('x', 80);

        Assert.NotEqual(StreamName.ShortOf(new SourceConfig { Rtsp = $"rtsp://h/{path}/1" }), StreamName.ShortOf(new SourceConfig { Rtsp = $"rtsp://h/{path}/2" }));
    }

    private static IReadOnlyList<string> Refused(string text) =>
        Assert.Throws<ConfigException>(() => ConfigValidation.Check(Parse(text))).Problems;

    private static StavisConfig Parse(string text) => ConfigFile.Parse("wall.json", Encoding.UTF8.GetBytes(text));
}
