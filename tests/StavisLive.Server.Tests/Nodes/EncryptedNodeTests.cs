using System.Net;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using StavisLive.Grpc.V1;
using StavisLive.Server.Nodes;
using StavisLive.Server.Tests.Events.Mqtt;
using MapsClient = StavisLive.Grpc.V1.Maps.MapsClient;

namespace StavisLive.Server.Tests.Nodes;

/// <summary>Machines whose servers have certificates of an authority of their own.</summary>
public sealed class EncryptedNodeTests : IDisposable
{
    private static readonly TestCertificate Certificate = TestCertificate.For("localhost");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stavis-live-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Source_OfAMachineWithACertificate_IsGivenWhereItsAuthorityIsTrusted()
    {
        await using var owner = await Machine.StartAsync("owner", prepare: builder => Certificate.UseIn(builder, _folder.FullName));
        await using var trusting = await Machine.StartAsync("trusting", prepare: builder => builder.Services.AddSingleton<NodeHandlerFactory>(_ => TrustingHandler()));
        await using var stranger = await Machine.StartAsync("stranger");
        await owner.BeginAsync("yard", epoch: 1);
        foreach (var asked in new[] { trusting, stranger }) asked.Others.Put("yard", new Uri($"https://localhost:{owner.Address.Port}"));
        using var channel = GrpcChannel.ForAddress(trusting.Address);

        using var picture = await trusting.Server.Client.GetAsync("/api/sources/yard/map.png");
        var map = await new MapsClient(channel).GetLatestMapAsync(new GetLatestMapRequest { Source = "yard" });
        using var refused = await stranger.Server.Client.GetAsync("/api/sources/yard/map.png");

        Assert.Equal((HttpStatusCode.OK, "yard", HttpStatusCode.ServiceUnavailable), (picture.StatusCode, map.Source, refused.StatusCode));
    }

    private static SocketsHttpHandler TrustingHandler()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(Certificate.AuthorityPem);
        var handler = NodeHandlers.New();
        handler.SslOptions.CertificateChainPolicy = policy;
        return handler;
    }
}
