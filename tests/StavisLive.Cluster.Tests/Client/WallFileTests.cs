using StavisLive.Cluster.Client;
using StavisLive.Core.Configuration;

namespace StavisLive.Cluster.Tests.Client;

public sealed class WallFileTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void Load_SecretsByName_StayNamed()
    {
        var streams = Load(
            """
            { "sources": [
              { "name": "door", "source": { "rtsp": "rtsp://viewer:${WALL_PASSWORD}@10.0.0.7/live" }, "outputs": { "restream": "rtsp://out:${file:/run/pw}@10.0.0.8/live" } },
              { "name": "yard", "source": { "rtsp": "${YARD}" }, "placement": { "nodes": ["n1"], "labels": ["site=north"], "device": "cuda" } } ] }
            """);

        Assert.Contains("${WALL_PASSWORD}", streams[0].Config);
        Assert.Contains("${file:/run/pw}", streams[0].Config);
        Assert.Contains("\"${YARD}\"", streams[1].Config);
        Assert.Equal((true, "rtsp"), (streams[1].OnCuda, streams[1].Kind));
        Assert.Equal(["n1"], streams[1].Nodes);
        Assert.Equal(["site=north"], streams[1].Labels);
    }

    [Theory]
    [InlineData("""{ "name": "a", "source": { "rtsp": "rtsp://viewer:s3cr3t@10.0.0.7/live" } }""", "source.rtsp holds a password")]
    [InlineData("""{ "name": "a", "source": { "rtsp": "rtsp://10.0.0.7/live?pwd=s3cr3t" } }""", "source.rtsp holds a password")]
    [InlineData("""{ "name": "a", "source": { "synthetic": true }, "outputs": { "restream": "rtmp://me:s3cr3t@10.0.0.7/live" } }""", "outputs.restream holds a password")]
    [InlineData("""{ "name": "a", "source": { "rtsp": "rtsp://${USER}:s3cr3t@10.0.0.7/live" } }""", "source.rtsp holds a password")]
    public void Load_PasswordInClear_IsRefusedWithoutTellingIt(string source, string expected)
    {
        var refusal = Assert.Throws<ConfigException>(() => Load($$"""{ "sources": [ {{source}} ] }"""));

        Assert.Contains(expected, string.Join('\n', refusal.Describe(problem => problem.Message)));
        Assert.DoesNotContain("s3cr3t", string.Join('\n', refusal.Problems));
    }

    [Theory]
    [InlineData("""{ "name": "a", "source": { "camera": "0" } }""", "A camera hangs on one machine")]
    [InlineData("""{ "name": "a", "source": { "synthetic": true, "realtime": true, "mic": "default" } }""", "A microphone hangs on one machine")]
    [InlineData("""{ "name": "a", "source": { "synthetic": true }, "outputs": { "display": true } }""", "nobody sits at the nodes")]
    [InlineData("""{ "name": "a b", "source": { "synthetic": true } }, { "name": "a-b", "source": { "synthetic": true } }""", "are called the same in addresses, \"a-b\"")]
    [InlineData("""{ "name": "a", "source": { "rtsp": "http://10.0.0.7" } }""", "expects an address such as rtsp://")]
    [InlineData("""{ "name": "a", "source": { "synthetic": true }, "placement": { "labels": [""] } }""", "placement.labels are words")]
    public void Load_WhatAClusterCannotRun_IsRefused(string source, string expected) =>
        Assert.Contains(expected, string.Join('\n', Assert.Throws<ConfigException>(() => Load($$"""{ "sources": [ {{source}} ] }""")).Describe(problem => problem.Message)));

    [Fact]
    public void Load_DisplayNotSaid_IsOff() => Assert.Contains("\"display\": false", Load("""{ "sources": [ { "name": "a", "source": { "synthetic": true } } ] }""")[0].Config);

    [Fact]
    public void Unheard_SectionsOfNodes_AreNamed()
    {
        File.WriteAllText(_file, """{ "source": { "synthetic": true }, "serve": { "address": "8080" }, "log": { "file": "x.log" } }""");

        Assert.Equal(["serve", "log"], WallFile.Unheard(_file));
    }

    public void Dispose() => File.Delete(_file);

    private IReadOnlyList<Contracts.WantedStream> Load(string json)
    {
        File.WriteAllText(_file, json);
        return WallFile.Load(_file);
    }
}
