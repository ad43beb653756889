using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Serving;
using StavisLive.Core.Inference;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Streams;
using StavisLive.Server.Sources;
using StavisLive.Server.Sources.Remote;
using StavisLive.Server.Tests.Sources.Remote;

namespace StavisLive.Server.Tests;

/// <summary>A machine of a cluster: a server that watches what a test begins on it, and is told by the test what others watch.</summary>
internal sealed class Machine : IAsyncDisposable
{
    private Machine(RunningServer server, TestCluster others) => (Server, Others) = (server, others);

    public RunningServer Server { get; }

    /// <summary>What it is told of the others.</summary>
    public TestCluster Others { get; }

    public Uri Address => Server.Address;

    public StreamManager Streams => Server.Services.GetRequiredService<StreamManager>();

    public static async Task<Machine> StartAsync(
        string name, IReadOnlyList<AccessTokenConfig>? tokens = null, ISaliencyPredictor? network = null, Action<WebApplicationBuilder>? prepare = null)
    {
        var others = new TestCluster();
        var server = await RunningServer.StartAsync(
            config => config with { Sources = [], Serve = config.Serve with { Tokens = [.. tokens ?? []] } },
            network: network ?? new CountingPredictor(),
            prepare: builder =>
            {
                builder.Services.AddSingleton<IRemoteSources>(others).AddSingleton(new NodeName(name));
                prepare?.Invoke(builder);
            });
        return new Machine(server, others);
    }

    /// <summary>Watches the built-in scene, and waits until it has a map.</summary>
    public async Task BeginAsync(string source, long epoch, Func<StreamConfig, StreamConfig>? change = null)
    {
        var scene = RunningServer.Scene(source);
        Streams.Start(HostPlan.Of(new StavisConfig { Sources = [change?.Invoke(scene) ?? scene] }).Streams[0] with { Epoch = epoch });
        await Server.UntilAsync(sources => sources.Any(report => report.Name == source && report.FramesOut > 0));
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
