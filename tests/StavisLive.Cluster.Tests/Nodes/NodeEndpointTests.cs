using System.Net;
using System.Net.Sockets;
using StavisLive.Cluster.Nodes;
using StavisLive.Cluster.Redis;
using StavisLive.Core.Configuration;

namespace StavisLive.Cluster.Tests.Nodes;

public class NodeEndpointTests
{
    private static readonly RedisAddress Redis = RedisAddress.Of(new ClusterConfig { Address = "redis://127.0.0.1" });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Find_PortThatAnotherNodeHas_IsRefused(int further)
    {
        var free = NodeEndpoint.Find(new ClusterConfig(), Redis);
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // As Orleans does, so that a second one may listen as well.
        other.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        other.Bind(new IPEndPoint(free.Address, free.Port + further));
        other.Listen();

        var error = Assert.Throws<IOException>(() => NodeEndpoint.Find(new ClusterConfig { Listen = $"{free.Port}" }, Redis));

        Assert.Contains($"port {free.Port + further} is taken by another program", error.Message);
        Assert.Contains("cluster.listen", error.Message);
    }

    [Fact]
    public void Find_AddressOfAnotherMachine_IsRefused()
    {
        var error = Assert.Throws<IOException>(() => NodeEndpoint.Find(new ClusterConfig { Listen = "192.0.2.1:11111" }, Redis));

        Assert.Contains("192.0.2.1 is no address of this machine", error.Message);
    }

    [Fact]
    public void Find_PortThatNobodyHas_IsIt()
    {
        var free = NodeEndpoint.Find(new ClusterConfig(), Redis);

        Assert.Equal(free, NodeEndpoint.Find(new ClusterConfig { Listen = $"{free.Port}" }, Redis));
    }
}
