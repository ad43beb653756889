using System.Net;
using System.Net.Http.Json;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using StavisLive.Grpc.V1;
using StavisLive.Server.Control;
using StavisLive.Server.Sources.Remote;
using StavisLive.Server.Tests.Sources.Remote;
using ControlClient = StavisLive.Grpc.V1.Control.ControlClient;

namespace StavisLive.Server.Tests.Control;

/// <summary>A cluster's control in the place of the server's own: every machine takes changes of every source.</summary>
public sealed class ReplacedControlTests
{
    private readonly ReplacedControl _control = new("yard");
    private readonly TestCluster _cluster = new();

    [Fact]
    public async Task Changes_OfASourceElsewhere_AreTheOtherControls()
    {
        _cluster.Put("yard", null);
        await using var server = await StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Address);
        var control = new ControlClient(channel);

        HttpResponseMessage[] answers =
        [
            await server.Client.PostAsJsonAsync("/api/sources", new { name = "roof", synthetic = true }),
            await server.Client.PostAsync("/api/sources/yard/pause", null),
            await server.Client.PostAsync("/api/sources/yard/resume", null),
            await server.Client.PutAsJsonAsync("/api/sources/yard/zones", Array.Empty<object>()),
            await server.Client.PutAsJsonAsync("/api/sources/yard/masks", Array.Empty<object>()),
            await server.Client.DeleteAsync("/api/sources/yard"),
        ];
        await control.PauseSourceAsync(new PauseSourceRequest { Source = "yard" });

        Assert.All(answers, answer => Assert.True(answer.IsSuccessStatusCode, answer.ToString()));
        Assert.Equal(["add roof", "pause yard", "resume yard", "zones 0 yard", "masks 0 yard", "remove yard", "pause yard"], _control.Asked);
    }

    [Fact]
    public async Task Changes_OfASourceThatIsNowhere_AreNotFound()
    {
        // Gone between the look at the list and the change.
        _cluster.Put("shed", null);
        await using var server = await StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Address);

        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.PostAsync("/api/sources/shed/pause", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.PostAsync("/api/sources/nobody/pause", null)).StatusCode);
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await new ControlClient(channel).RemoveSourceAsync(new RemoveSourceRequest { Source = "shed" }));
        Assert.Equal(StatusCode.NotFound, refused.StatusCode);
    }

    private Task<RunningServer> StartAsync() =>
        RunningServer.StartAsync(prepare: builder => builder.Services.AddSingleton<IRemoteSources>(_cluster).AddSingleton<ISourceControl>(_control));
}
