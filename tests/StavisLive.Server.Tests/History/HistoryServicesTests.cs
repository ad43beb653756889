using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Serving;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Streams;
using StavisLive.Server.History;
using StavisLive.Server.Sources;
using StavisLive.Testing;
using static StavisLive.Server.Tests.History.TestHistory;

namespace StavisLive.Server.Tests.History;

public sealed class HistoryServicesTests : IDisposable
{
    private readonly TestHistory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Host_StreamRuns_ItsAttentionIsKeptWhenAllHasEnded()
    {
        using (var host = Build(_folder.Config))
        {
            await host.StartAsync();
            var manager = host.Services.GetRequiredService<StreamManager>();
            manager.Start(HostPlan.Of(new StavisConfig
            {
                Sources = [new() { Name = "The Hall", Source = new() { Synthetic = true, Realtime = true }, Outputs = new() { Display = false } }],
            }).Streams[0]);
            var catalog = host.Services.GetRequiredService<SourceCatalog>();
            await Eventually.HoldsAsync(() => catalog.Find("the-hall")?.Report().MapsOut >= 10);
            await manager.StopAllAsync();
            await host.StopAsync();
        }

        using var database = new HistoryDatabase(_folder.Config);
        Assert.All(await ReadAsync(database, "the-hall"), row => Assert.Equal(0.5, row.Share, 0.001));
        Assert.NotEmpty(await ReadAsync(database, "the-hall"));
    }

    [Fact]
    public async Task Host_FileThatCannotBeUsed_DoesNotStart()
    {
        await File.WriteAllTextAsync(_folder.File, "notes");
        using var host = Build(_folder.Config);

        await Assert.ThrowsAsync<ConfigException>(() => host.StartAsync());
    }

    private static IHost Build(HistoryConfig config)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(provider => new StreamManager(
            _ => new FixedMapPredictor(0.5f), TimeProvider.System, provider.GetRequiredService<ILoggerFactory>(), null));
        builder.Services.AddStavisLiveHistory(config);
        builder.Services.AddSingleton<SourceCatalog>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<SourceCatalog>());
        return builder.Build();
    }
}
