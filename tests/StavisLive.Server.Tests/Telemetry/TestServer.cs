using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Core.Inference;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Streams;
using StavisLive.Server.Sources;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Telemetry;

/// <summary>A real web server on a free port, with streams that run on a network that costs nothing.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestServer(WebApplication app) => _app = app;

    public HttpClient Client { get; } = new();

    public StreamManager Manager => _app.Services.GetRequiredService<StreamManager>();

    public SourceCatalog Catalog => _app.Services.GetRequiredService<SourceCatalog>();

    public static async Task<TestServer> StartAsync(Func<ISaliencyPredictor> network, Action<IServiceCollection> services, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(provider => new StreamManager(_ => network(), TimeProvider.System, provider.GetRequiredService<ILoggerFactory>(), null));
        builder.Services.AddSingleton<SourceCatalog>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<SourceCatalog>());
        services(builder.Services);
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return new TestServer(app) { Client = { BaseAddress = new Uri(app.Urls.First()), Timeout = Eventually.Patience } };
    }

    /// <summary>A made-up scene with sound, in real time.</summary>
    public static StreamPlan Scene(string name) => HostPlan.Of(new StavisConfig
    {
        Sources = [new() { Name = name, Source = new() { Synthetic = true, Realtime = true }, Outputs = new() { Display = false } }],
    }).Streams[0];

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Manager.StopAllAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
