using System.Net;
using System.Net.Sockets;
using StavisLive.Cluster.Redis;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Serving;
using StavisLive.Server.Kestrel;

namespace StavisLive.Cluster.Nodes;

/// <summary>Where other nodes, and commands, reach this node.</summary>
/// <param name="Address">The address of this machine.</param>
/// <param name="Port">The port for nodes; the next one is for commands.</param>
internal sealed record NodeEndpoint(IPAddress Address, int Port)
{
    private const int MostTries = 100;

    // Of the range that no service has as its own, and systems don't take for their clients by themselves.
    private const int FirstFree = 20_000;
    private const int LastFree = 32_000;

    /// <summary>The port for commands.</summary>
    public int GatewayPort => Port + 1;

    /// <summary>The endpoint that a configuration asks for, or one that others can reach.</summary>
    /// <exception cref="ConfigException">The name is unknown, no port is free, or this program may not use the port.</exception>
    /// <exception cref="IOException">Redis cannot be reached, the port that is asked for is taken, or its address none of this machine, at present.</exception>
    public static NodeEndpoint Find(ClusterConfig config, RedisAddress redis)
    {
        var wish = config.Listen is { } listen ? ServeAddress.Parse(listen) : null;
        // Without a host, a wish is for a port alone.
        var address = wish is null || !config.Listen!.Contains(':') ? TowardsRedis(redis) : Resolve(wish.Host);
        if (wish is not { Port: > 0 }) return new NodeEndpoint(address, FreePorts(address));
        var endpoint = new NodeEndpoint(address, wish.Port);
        endpoint.CheckIsFree();
        return endpoint;
    }

    // Orleans would share a port with another node, and each would have the cluster give the other up.
    private void CheckIsFree()
    {
        if ((ListenRefusal.Of(Address, Port) ?? ListenRefusal.Of(Address, GatewayPort)) is { } refusal)
            throw refusal.ToException($"The node cannot listen: {refusal.Reason}. Name another place by `cluster.listen`; it takes the port after that as well.");
    }

    private static IPAddress Resolve(string host)
    {
        try
        {
            return IPAddress.TryParse(host, out var address) ? address : Dns.GetHostAddresses(host)[0];
        }
        catch (SocketException e)
        {
            throw new ConfigException($"`cluster.listen` names {host}, which is no name of this machine: {e.Message}");
        }
    }

    // Nothing is sent: the system only chooses the way.
    private static IPAddress TowardsRedis(RedisAddress redis)
    {
        var (host, port) = redis.Options.EndPoints[0] switch
        {
            DnsEndPoint name => (name.Host, name.Port),
            IPEndPoint ip => (ip.Address.ToString(), ip.Port),
            _ => throw new InvalidOperationException("An address has a host."),
        };
        try
        {
            var to = IPAddress.TryParse(host, out var ip) ? ip : Dns.GetHostAddresses(host)[0];
            using var socket = new Socket(to.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(to, port);
            return ((IPEndPoint)socket.LocalEndPoint!).Address;
        }
        catch (SocketException e)
        {
            throw new IOException($"`cluster.address` names {host}, which cannot be reached from here: {e.Message}");
        }
    }

    // Two in a row.
    private static int FreePorts(IPAddress address)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var port = Random.Shared.Next(FirstFree / 2, LastFree / 2) * 2;
            if (ListenRefusal.Of(address, port) is null && ListenRefusal.Of(address, port + 1) is null) return port;
        }
        throw new ConfigException("No two ports in a row are free on this machine; name one by `cluster.listen`.");
    }
}
