using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using StavisLive.Cluster.Sources;
using StavisLive.Server.Sources;

namespace StavisLive.Cluster.Nodes;

/// <summary>The server of this node: where it listens, and what it tells of its sources.</summary>
/// <param name="silo">Under which address other nodes reach this one.</param>
/// <param name="server">The server; null where there is none.</param>
/// <param name="catalog">This node's sources; null without a server.</param>
internal sealed class NodeServer(ILocalSiloDetails silo, IServer? server = null, SourceCatalog? catalog = null) : INodeServer
{
    /// <inheritdoc />
    public string? Address => server?.Features.Get<IServerAddressesFeature>()?.Addresses.Select(Reachable).FirstOrDefault(address => address is not null);

    /// <inheritdoc />
    public byte[]? Sources() => catalog is null ? null : SourceReports.Write(catalog.Sources.Select(source => source.Report()));

    private string? Reachable(string address)
    {
        var (uri, here) = (new UriBuilder(address), silo.SiloAddress.Endpoint.Address);
        // What listens on all addresses has none of its own.
        if (uri.Host is "0.0.0.0" or "[::]" or "+" or "*") uri.Host = here.ToString();
        // Another machine would take it for a server of its own.
        return uri.Uri.IsLoopback && !IPAddress.IsLoopback(here) ? null : uri.Uri.AbsoluteUri;
    }
}
