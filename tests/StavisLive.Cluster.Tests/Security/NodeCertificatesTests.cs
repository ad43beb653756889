using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Orleans.Connections.Security;
using StavisLive.Cluster.Nodes;
using StavisLive.Cluster.Redis;
using StavisLive.Cluster.Security;
using StavisLive.Core.Configuration;

namespace StavisLive.Cluster.Tests.Security;

/// <summary>Whoever shows a certificate can't have the program open addresses that it names.</summary>
public sealed class NodeCertificatesTests : IDisposable
{
    private readonly TestCertificates _certificates = new();
    private readonly Stranger _stranger = new();

    [Fact]
    public async Task Ports_ShownAStrangersCertificate_RefuseItAndFetchNothing()
    {
        var ports = NodeEndpoint.Find(new ClusterConfig(), RedisAddress.Of(new ClusterConfig { Address = "redis://127.0.0.1" }));
        await using var cluster = await RunningCluster.StartAsync(
            1, redis => _certificates.Of(new ClusterConfig { Address = redis.Address, Listen = $"{ports.Address}:{ports.Port}" }, "node"));

        foreach (var port in new[] { ports.Port, ports.GatewayPort })
        {
            var refusal = await Record.ExceptionAsync(() => _stranger.ConnectAsync(new IPEndPoint(ports.Address, port)));
            Assert.True(refusal is IOException or AuthenticationException, $"{refusal}");
        }

        Assert.False(_stranger.WasAskedForIssuer);
    }

    [Fact]
    public async Task Use_OfANodeThatMeetsAStranger_RefusesItAndFetchesNothing()
    {
        using var certificates = NodeCertificates.Load(_certificates.Of(new ClusterConfig(), "node"))!;
        var (node, client) = (new TlsOptions(), new TlsClientAuthenticationOptions());
        certificates.Use(node);
        node.OnAuthenticateAsClient!(null!, client);
        var serving = Record.ExceptionAsync(_stranger.ServeAsync);

        await Assert.ThrowsAsync<AuthenticationException>(() => MeetAsync(node, client));

        Assert.NotNull(await serving);
        Assert.False(_stranger.WasAskedForIssuer);
    }

    [Fact]
    public async Task Use_OfAHandlerThatMeetsAStranger_RefusesItAndFetchesNothing()
    {
        using var certificates = NodeCertificates.Load(_certificates.Of(new ClusterConfig(), "node"))!;
        using var handler = new SocketsHttpHandler();
        certificates.Use(handler);
        using var client = new HttpClient(handler);
        var serving = Record.ExceptionAsync(_stranger.ServeAsync);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync($"https://{_stranger.Server}/"));

        Assert.NotNull(await serving);
        Assert.False(_stranger.WasAskedForIssuer);
    }

    public void Dispose()
    {
        _stranger.Dispose();
        _certificates.Dispose();
    }

    // As Orleans connects to another node.
    private async Task MeetAsync(TlsOptions node, TlsClientAuthenticationOptions client)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(_stranger.Server);
        await using var tls = new SslStream(
            connection.GetStream(), false, (_, certificate, chain, errors) => node.RemoteCertificateValidation!((X509Certificate2)certificate!, chain!, errors));
        await tls.AuthenticateAsClientAsync((SslClientAuthenticationOptions)client.SslClientAuthenticationOptions);
    }
}
