using System.Net;
using StavisLive.Cluster.Redis;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Configuration.Validation;

namespace StavisLive.Cluster.Tests.Redis;

public class RedisAddressTests
{
    [Theory]
    [InlineData("redis://host", "host", 6379, null, null, false, "stavis-live")]
    [InlineData("redis://host:7000/hall", "host", 7000, null, null, false, "hall")]
    [InlineData("rediss://:p%40ss@host:6380", "host", 6380, null, "p@ss", true, "stavis-live")]
    [InlineData("rediss://node:p@ss:w/rd@host:6380/a", "host", 6380, "node", "p@ss:w/rd", true, "a")]
    public void Of_Address_IsUnderstood(string text, string host, int port, string? user, string? password, bool hasTls, string name)
    {
        var address = RedisAddress.Of(new ClusterConfig { Address = text });

        var endpoint = Assert.IsType<DnsEndPoint>(Assert.Single(address.Options.EndPoints));
        Assert.Equal((host, port), (endpoint.Host, endpoint.Port));
        Assert.Equal((user, password, hasTls, name), (address.Options.User, address.Options.Password, address.Options.Ssl, address.ClusterName));
        if (password is not null) Assert.DoesNotContain(password, address.Shown);
    }

    [Theory]
    [InlineData("http://host")]
    [InlineData("host:6379")]
    [InlineData("redis://")]
    public void Problems_NoRedis_IsSaid(string text) =>
        Assert.Contains(ConfigValidation.NodeProblems(new StavisConfig { Cluster = new ClusterConfig { Address = text } }), problem => problem.Key == "cluster.address");

    [Fact]
    public void Problems_CertificateWithoutKey_IsSaid() =>
        Assert.Contains(ConfigValidation.NodeProblems(new StavisConfig { Cluster = new ClusterConfig { Certificate = "a.pem" } }), problem => problem.Key == "cluster.certificate");

    [Fact]
    public void Problems_SourcesForANode_AreSaid() =>
        Assert.Contains(ConfigValidation.NodeProblems(new StavisConfig { Source = new SourceConfig { Synthetic = true } }), problem => problem.Key == "sources");
}
