using System.Text;
using CsCheck;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Configuration.Validation;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Configuration.Reading;

public sealed class ConfigFuzzTests
{
    // Every key, the lists with something in them.
    private static readonly StavisConfig Full = new()
    {
        Source = new()
        {
            Rtsp = "rtsp://user:secret@host/live", Masks = [new() { X = 0.5, Width = 0.5, Height = 1 }, new() { Polygon = [new(0, 0), new(0.5, 0), new(0, 1)] }],
            Region = new() { Width = 1, Height = 0.5 }, Zones = [new() { Name = "door", Corners = [new(0, 0), new(0.5, 0), new(0, 1)], Dwell = 2 }],
        },
        Sources = [new() { Name = "a", Source = new() { Synthetic = true, Realtime = true } }, new() { Name = "b", Source = new() { Camera = "0", CameraSize = new PictureSize(640, 480) } }],
        Outputs = new() { Display = false, Recorder = new() { Folder = "flights/{name}" }, Maps = "{name}.npy" },
        Serve = new() { Address = "8080", Tokens = [new() { Token = "0123456789abcdef", Sources = ["a"] }] },
        Publish = new() { Mqtt = new() { Address = "mqtt://host:1883" }, Webhooks = [new() { Url = "https://host/hook", Events = ["zone-entered"] }] },
        Limits = new() { Duration = 10, MaxFrames = 100 },
    };

    private static readonly Gen<byte[]> Texts = Gen.Select(
        OddJson.Like(ConfigFile.Format(Full)), Gen.Frequency((9, Gen.Const(-1)), (1, Gen.Int[0, 3_000])), Gen.Byte).Select(WithByte);

    [Fact]
    public void Parse_OddTexts_AreReadOrRefused() => Fuzzing.Run(Texts, Read, e => e is ConfigException, TestContext.Current.TestOutputHelper!.WriteLine);

    private static void Read(byte[] text)
    {
        var config = ConfigFile.Parse("odd.json", text);
        ConfigValidation.Check(config);
        Assert.All(config.Streams(), stream => Assert.NotNull(stream.Name));
        // What may be run can be written down and is the same then.
        var written = ConfigFile.Format(config);
        Assert.Equal(written, ConfigFile.Format(ConfigFile.Parse("again.json", Encoding.UTF8.GetBytes(written))));
    }

    private static byte[] WithByte(string text, int at, byte value)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (at >= 0 && bytes.Length > 0) bytes[at % bytes.Length] = value;
        return bytes;
    }
}
