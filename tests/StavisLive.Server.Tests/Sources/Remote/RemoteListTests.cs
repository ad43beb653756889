using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using StavisLive.Core.Configuration.Serving;
using StavisLive.Grpc.V1;
using StavisLive.Server.Sources;
using StavisLive.Server.Sources.Remote;
using SourcesClient = StavisLive.Grpc.V1.Sources.SourcesClient;

namespace StavisLive.Server.Tests.Sources.Remote;

/// <summary>The list of sources, where other machines watch some of them.</summary>
public sealed class RemoteListTests
{
    private const string Viewer = "viewer-token-of-24-letters--";

    private readonly TestCluster _cluster = new();

    [Fact]
    public async Task List_SourcesHereAndThere_HasAllByName()
    {
        _cluster.Put("attic", null, epoch: 4, node: "there");
        _cluster.Put("yard", null, epoch: 5, node: "there");
        // This machine watches it: what others say of its beginning does not count.
        _cluster.Put("lab", null, epoch: 0, node: "there");
        await using var server = await StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Address);

        var told = (await server.GetAsync("/api/sources")).EnumerateArray().ToList();
        var listed = (await new SourcesClient(channel).ListSourcesAsync(new ListSourcesRequest())).Sources;

        Assert.Equal(["attic", "lab", "yard"], told.Select(source => source.GetProperty("id").GetString()));
        Assert.Equal(["there", "here", "there"], told.Select(source => source.GetProperty("node").GetString()));
        Assert.Equal([4, 5], told.Where(source => source.TryGetProperty("epoch", out _)).Select(source => source.GetProperty("epoch").GetInt32()));
        Assert.Equal([("attic", 4, "there"), ("lab", 0, "here"), ("yard", 5, "there")], listed.Select(source => (source.Id, (int)source.Epoch, source.Node)));
    }

    [Fact]
    public async Task List_ViewerOfSomeSources_HasNoOthersOfOtherMachines()
    {
        _cluster.Put("attic", null);
        _cluster.Put("yard", null, name: "Yard");
        await using var server = await StartAsync(new AccessTokenConfig { Name = "guard", Token = Viewer, Sources = ["Yard"] });
        using var channel = GrpcChannel.ForAddress(server.Address);

        var listed = await new SourcesClient(channel).ListSourcesAsync(new ListSourcesRequest(), new Metadata { { "authorization", $"Bearer {Viewer}" } });

        Assert.Equal(["yard"], listed.Sources.Select(source => source.Id));
    }

    [Fact]
    public async Task List_NoCluster_HasNeitherEpochNorNode()
    {
        await using var server = await RunningServer.StartAsync();

        var source = Assert.Single((await server.GetAsync("/api/sources")).EnumerateArray());

        Assert.False(source.TryGetProperty("epoch", out _) || source.TryGetProperty("node", out _));
    }

    private Task<RunningServer> StartAsync(params IReadOnlyList<AccessTokenConfig> tokens) => RunningServer.StartAsync(
        config => config with { Serve = config.Serve with { Tokens = [.. tokens] } },
        prepare: builder => builder.Services.AddSingleton<IRemoteSources>(_cluster).AddSingleton(new NodeName("here")));
}
