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
    public string? Address => server?.Features.Get<IServerAddressesFeature>()?.Addresses.Select(Reachable).FirstOrDefault();

    /// <inheritdoc />
    public byte[]? Sources() => catalog is null ? null : SourceReports.Write(catalog.Sources.Select(source => source.Report()));

    // What listens on all addresses has none of its own.
    private string Reachable(string address)
    {
        var uri = new UriBuilder(address);
        if (uri.Host is "0.0.0.0" or "[::]" or "+" or "*") uri.Host = silo.SiloAddress.Endpoint.Address.ToString();
        return uri.Uri.AbsoluteUri;
    }
}
