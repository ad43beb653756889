using System.Net;

namespace StavisLive.Cluster.Tests.Nodes;

/// <summary>A node that other nodes reach at an address.</summary>
internal sealed class StandInSilo(IPAddress address) : ILocalSiloDetails
{
    public string Name => "n1";

    public string ClusterId => "test";

    public string DnsHostName => "n1.test";

    public SiloAddress SiloAddress { get; } = SiloAddress.New(address, 11111, 1);

    public SiloAddress GatewayAddress { get; } = SiloAddress.New(address, 11112, 1);
}
