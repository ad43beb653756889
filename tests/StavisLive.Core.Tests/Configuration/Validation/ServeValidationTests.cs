using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Configuration.Serving;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Configuration.Validation;
using StavisLive.Core.Media;

namespace StavisLive.Core.Tests.Configuration.Validation;

/// <summary>What the server may be told.</summary>
public sealed class ServeValidationTests
{
    private const string Token = "a-token-of-sixteen";

    [Theory]
    [InlineData("8080", "127.0.0.1", 8080, true)]
    [InlineData("0", "127.0.0.1", 0, true)]
    [InlineData("localhost:8080", "localhost", 8080, true)]
    [InlineData("127.0.0.2:1", "127.0.0.2", 1, true)]
    [InlineData("[::1]:8080", "::1", 8080, true)]
    [InlineData("0.0.0.0:8080", "0.0.0.0", 8080, false)]
    [InlineData("*:65535", "*", 65535, false)]
    [InlineData("[::]:8080", "::", 8080, false)]
    [InlineData("camera-box.lan:80", "camera-box.lan", 80, false)]
    public void Parse_Address_IsUnderstood(string text, string host, int port, bool isLoopback)
    {
        var address = ServeAddress.Parse(text)!;

        Assert.Equal((host, port, isLoopback), (address.Host, address.Port, address.IsLoopback));
    }

    [Theory]
    [InlineData("")]
    [InlineData("http")]
    [InlineData(":8080")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("::1:8080")]
    [InlineData("http://localhost:8080")]
    [InlineData("a b:80")]
    [InlineData("80 80")]
    public void Problems_AddressThatIsNone_IsToldWithWhatWouldBeRight(string text)
    {
        var problem = Assert.Single(Problems(new ServeConfig { Address = text }));

        Assert.Equal("serve.address", problem.Key);
        Assert.Contains("such as 8080", problem.Message);
    }

    [Theory]
    [InlineData("0.0.0.0:8080")]
    [InlineData("*:8080")]
    [InlineData("[::]:8080")]
    [InlineData("192.168.0.7:8080")]
    public void Problems_OtherMachinesWithoutToken_IsRefused(string address)
    {
        var problem = Assert.Single(Problems(new ServeConfig { Address = address }));

        Assert.Contains("needs a token", problem.Message);
        Assert.Contains(ServeTokens.OperatorVariable, problem.Message);
        Assert.Empty(Problems(new ServeConfig { Address = address, Tokens = [new AccessTokenConfig { Token = Token }] }));
    }

    [Fact]
    public void Problems_Tokens_AreToldWithoutTheirLetters()
    {
        ServeConfig serve = new()
        {
            Tokens =
            [
                new AccessTokenConfig { Token = "short" },
                new AccessTokenConfig { Token = Token },
                new AccessTokenConfig { Token = Token, Role = AccessRole.Operator, Sources = ["hall"] },
            ],
        };

        var problems = Problems(serve);

        Assert.Equal(["serve.tokens[0].token", "serve.tokens[2].token", "serve.tokens[2].sources"], problems.Select(problem => problem.Key));
        Assert.All(problems, problem => Assert.False(problem.Message.Contains("short", StringComparison.Ordinal) || problem.Message.Contains(Token, StringComparison.Ordinal)));
    }

    [Fact]
    public void Problems_Numbers_HaveBounds()
    {
        ServeConfig serve = new() { PictureRate = double.NaN, PictureWidth = 63, History = new HistoryConfig { Days = 0, Megabytes = 0, File = "" } };

        Assert.Equal(
            ["serve.pictureRate", "serve.pictureWidth", "serve.history.file", "serve.history.days", "serve.history.megabytes"],
            Problems(serve).Select(problem => problem.Key));
    }

    [Fact]
    public void Problems_Zones_AreTold()
    {
        FramePoint[] corners = [new(0, 0), new(1, 0), new(1, 1)];
        StavisConfig config = new()
        {
            Source = new SourceConfig
            {
                Synthetic = true,
                Zones =
                [
                    new ZoneConfig { Name = "door", Corners = [.. corners] },
                    new ZoneConfig { Name = "Door", Corners = [.. corners] },
                    new ZoneConfig { Name = "a/b", Corners = [.. corners] },
                    new ZoneConfig { Name = "line", Corners = [.. corners.Take(2)] },
                    new ZoneConfig { Name = "none" },
                    new ZoneConfig { Name = "out", Corners = [new(0, 0), new(1, 0), new(2, 1)] },
                    new ZoneConfig { Name = "dwell", Corners = [.. corners], Dwell = 0 },
                ],
            },
        };

        Assert.Equal(
            ["source.zones[1].name", "source.zones[2].name", "source.zones[3].corners", "source.zones[4].corners", "source.zones[5].corners", "source.zones[6].dwell"],
            ConfigValidation.Problems(config).Select(problem => problem.Key));
    }

    [Theory]
    [InlineData("rtsp://host:8554/live", true)]
    [InlineData("srt://host:9000?mode=caller", true)]
    [InlineData("rtmps://host/app/key", true)]
    [InlineData("udp://239.0.0.1:5000", true)]
    [InlineData("/dev/video9", true)]
    [InlineData("http://host/", false)]
    [InlineData("/dev/sda", false)]
    [InlineData("out.mp4", false)]
    [InlineData("file:///tmp/x", false)]
    public void Problems_Restream_TakesMediaServersAndLoopbackCameras(string target, bool isRight)
    {
        StavisConfig config = new() { Source = new SourceConfig { Synthetic = true }, Outputs = new OutputConfig { Restream = target } };

        Assert.Equal(isRight, !ConfigValidation.Problems(config).Any());
    }

    [Fact]
    public void Load_SecretsOfTheServer_ComeFromTheEnvironment()
    {
        const string variable = "STAVIS_TEST_SERVE_TOKEN";
        Environment.SetEnvironmentVariable(variable, Token);

        var config = ConfigFile.Parse("wall.json", System.Text.Encoding.UTF8.GetBytes(
            "{ \"serve\": { \"tokens\": [ { \"token\": \"${" + variable + "}\" } ] }, \"publish\": { \"mqtt\": { \"address\": \"mqtt://me:${" + variable + "}@host\" }, "
            + "\"webhooks\": [ { \"url\": \"https://host/${" + variable + "}\", \"secret\": \"${" + variable + "}\" } ] } }"));

        Assert.Equal(Token, config.Serve.Tokens[0].Token);
        Assert.Equal($"mqtt://me:{Token}@host", config.Publish.Mqtt.Address);
        Assert.Equal(($"https://host/{Token}", Token), (config.Publish.Webhooks[0].Url, config.Publish.Webhooks[0].Secret));
    }

    [Fact]
    public void WithEnvironment_TokenThatIsTooShort_NamesItsVariable()
    {
        Environment.SetEnvironmentVariable(ServeTokens.ViewerVariable, "short");
        try
        {
            var error = Assert.Throws<ConfigException>(() => ServeTokens.WithEnvironment(new ServeConfig()));

            Assert.StartsWith("STAVIS_LIVE_VIEWER_TOKEN has 5 letters", error.Message);
        }
        finally
        {
            Environment.SetEnvironmentVariable(ServeTokens.ViewerVariable, null);
        }
    }

    private static List<ConfigProblem> Problems(ServeConfig serve) =>
        [.. ConfigValidation.Problems(new StavisConfig { Source = new SourceConfig { Synthetic = true }, Serve = serve })];
}
