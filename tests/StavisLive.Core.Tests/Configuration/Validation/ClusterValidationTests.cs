using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Validation;

namespace StavisLive.Core.Tests.Configuration.Validation;

/// <summary>What a node may be told.</summary>
public sealed class ClusterValidationTests
{
    [Theory]
    [InlineData("0.0.0.0:11111", "a port alone takes the address that leads to Redis")]
    [InlineData("[::]:11111", "a port alone takes the address that leads to Redis")]
    [InlineData("*:11111", "a port alone takes the address that leads to Redis")]
    [InlineData("65535", "65534 or less")]
    [InlineData("10.0.0.5", "such as 11111")]
    public void NodeProblems_WhereNoNodeCanBeFound_IsRefusedWithWhatWouldBeRight(string listen, string reason)
    {
        var problem = Assert.Single(Problems(listen));

        Assert.Equal("cluster.listen", problem.Key);
        Assert.Contains(reason, problem.Message);
    }

    [Theory]
    [InlineData("11111")]
    [InlineData("65534")]
    [InlineData("10.0.0.5:11111")]
    [InlineData("[fd00::5]:11111")]
    [InlineData("127.0.0.1:0")]
    [InlineData("north-1.lan:11111")]
    public void NodeProblems_WhereANodeCanBeFound_IsFine(string listen) => Assert.Empty(Problems(listen));

    private static IReadOnlyList<ConfigProblem> Problems(string listen) =>
        [.. ConfigValidation.NodeProblems(new StavisConfig { Cluster = new ClusterConfig { Address = "redis://redis.local", Listen = listen } })];
}
