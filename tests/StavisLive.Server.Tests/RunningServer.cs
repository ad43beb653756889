using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Configuration.Serving;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Inference;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Streams;
using StavisLive.Server.Sources;
using StavisLive.Testing;

namespace StavisLive.Server.Tests;

/// <summary>The server as a program runs it: real Kestrel on a free port, real streams of the built-in scene, a network that costs nothing.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WebApplication _app;
    private readonly Func<int> _begun;

    private RunningServer(WebApplication app, Func<int> begun)
    {
        _app = app;
        _begun = begun;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Client = NewClient();
    }

    /// <summary>Where it is.</summary>
    public Uri Address { get; }

    /// <summary>A program without a token.</summary>
    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>How many streams have begun so far.</summary>
    public int StreamsBegun => _begun();

    /// <summary>Starts it, and waits until the first source has a map.</summary>
    /// <param name="change">Changes its configuration, which has one source.</param>
    /// <param name="file">Where its configuration is read from; null: nowhere.</param>
    /// <param name="network">Its network; null: one that gives <see cref="Maps.Ramp"/>.</param>
    /// <param name="prepare">Adds what others add, before it does.</param>
    public static async Task<RunningServer> StartAsync(
        Func<StavisConfig, StavisConfig>? change = null, string? file = null, ISaliencyPredictor? network = null, Action<WebApplicationBuilder>? prepare = null)
    {
        var config = new StavisConfig
        {
            Sources = [Scene("lab")],
            Serve = new ServeConfig { Address = "127.0.0.1:0" },
        };
        config = change?.Invoke(config) ?? config;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        prepare?.Invoke(builder);
        builder.Services.AddSingleton(provider => new StreamManager(
            _ => network ?? new FixedMapPredictor(Maps.Ramp), TimeProvider.System, provider.GetRequiredService<ILoggerFactory>(), null, null));
        builder.Services.AddStavisLive(options => options.Load = _ => Task.FromResult(PlanOf(file is null ? config : ConfigFile.Load(file) with { Serve = config.Serve })));
        if (file is not null) builder.Services.Configure<Hosting.StavisLiveOptions>(options => options.WatchedFile = file);
        builder.Services.AddStavisLivePublishing(config);
        builder.AddStavisLiveServer(config, file);
        var app = builder.Build();
        app.MapStavisLiveServer();
        var begun = 0;
        app.Services.GetRequiredService<StreamManager>().Starting += _ => Interlocked.Increment(ref begun);
        await app.StartAsync();
        var server = new RunningServer(app, () => Volatile.Read(ref begun));
        if (config.Sources.Count > 0) await server.UntilAsync(sources => sources.Any(source => source.FramesOut > 0));
        // It stays, whatever is begun and ended here.
        else app.Services.GetRequiredService<StreamManager>().ExpectStreams();
        return server;
    }

    /// <summary>The built-in scene as a live source.</summary>
    public static StreamConfig Scene(string name) => new()
    {
        Name = name, Source = new SourceConfig { Synthetic = true, Realtime = true }, Outputs = new OutputConfig { Display = false },
    };

    /// <summary>Another program, with a token.</summary>
    public HttpClient NewClient(string? token = null)
    {
        var client = new HttpClient { BaseAddress = Address };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Connects to the WebSocket feed.</summary>
    /// <param name="token">The program's token.</param>
    /// <param name="change">Changes how it connects.</param>
    /// <param name="over">Makes the connection; null: one over HTTP/1.1.</param>
    public async Task<ClientWebSocket> ConnectAsync(string? token = null, Action<ClientWebSocketOptions>? change = null, HttpMessageInvoker? over = null)
    {
        var socket = new ClientWebSocket();
        if (token is not null) socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        change?.Invoke(socket.Options);
        var scheme = Address.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs;
        await socket.ConnectAsync(new Uri($"{scheme}://{Address.Authority}/api/ws"), over, new CancellationTokenSource(Patience).Token);
        return socket;
    }

    /// <summary>Waits until what is known of the sources is so.</summary>
    public async Task UntilAsync(Func<IReadOnlyList<SourceReport>, bool> holds)
    {
        var catalog = Services.GetRequiredService<SourceCatalog>();
        using var timeout = new CancellationTokenSource(Patience);
        while (!holds([.. catalog.Sources.Select(source => source.Report())]))
        {
            Assert.False(timeout.IsCancellationRequested, $"It did not come to that. {JsonSerializer.Serialize(catalog.Sources.Select(source => source.Report()))}");
            await Task.Delay(20);
        }
    }

    /// <summary>An answer's JSON.</summary>
    public async Task<JsonElement> GetAsync(string path) => await Client.GetFromJsonAsync<JsonElement>(path);

    // Nothing to watch is no configuration, but a machine of a cluster may begin so.
    private static HostPlan PlanOf(StavisConfig config) => config.Sources.Count > 0 ? HostPlan.Of(config) : new HostPlan(config, []);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
