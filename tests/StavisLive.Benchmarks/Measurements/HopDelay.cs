using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Configuration.Serving;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Media;
using StavisLive.Grpc.V1;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Streams;
using StavisLive.Server;
using StavisLive.Server.Sources;
using StavisLive.Server.Sources.Remote;
using StavisLive.Testing;

namespace StavisLive.Benchmarks.Measurements;

/// <summary>
/// What a second server between a source and its viewer adds to a map's way: two servers and their viewers in this process, the built-in
/// scene at 25 frames per second, a network that costs nothing.
/// </summary>
internal static class HopDelay
{
    private const string Source = "yard";

    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(3);

    /// <summary>Measures and writes a table.</summary>
    public static async Task MeasureAsync(TextWriter output, TimeSpan each)
    {
        await using var owner = await StartAsync([RemoteScene()], new NoRemoteSources());
        var address = AddressOf(owner);
        await using var asked = await StartAsync([], new OneSource(new RemoteSource(Source, Source, 0, address)));

        output.WriteLine("maps                                 later at the viewer, ms (median, 95 %, 99 %)   older when sent, ms (median, 95 %)    maps");
        await ReportAsync(output, "uint8 112x112", address, AddressOf(asked), new SubscribeMapsRequest { Source = Source, Every = true, Format = new MapFormat { Encoding = Encoding.Uint8 } }, each);
        await ReportAsync(output, "float32 112x112", address, AddressOf(asked), new SubscribeMapsRequest { Source = Source, Every = true, Format = new MapFormat { Encoding = Encoding.Float32 } }, each);
        await ReportAsync(output, "uint8 112x112 with pictures", address, AddressOf(asked), new SubscribeMapsRequest { Source = Source, Pictures = true, Format = new MapFormat { Encoding = Encoding.Uint8 } }, each);
    }

    private static StreamConfig RemoteScene() => new()
    {
        Name = Source, Source = new SourceConfig { Synthetic = true, Realtime = true }, Outputs = new OutputConfig { Display = false },
    };

    private static async Task<WebApplication> StartAsync(ValueList<StreamConfig> sources, IRemoteSources others)
    {
        var config = new StavisConfig { Sources = sources, Serve = new ServeConfig { Address = "127.0.0.1:0" } };
        var plan = sources.Count > 0 ? HostPlan.Of(config) : new HostPlan(config, []);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        builder.Services.AddSingleton(others);
        builder.Services.AddSingleton(provider => new StreamManager(
            _ => new FixedMapPredictor([.. Enumerable.Range(0, SaliencyMap.Length).Select(cell => (float)cell / SaliencyMap.Length)]),
            TimeProvider.System, provider.GetRequiredService<ILoggerFactory>(), null));
        builder.Services.AddStavisLive(options => options.Load = _ => Task.FromResult(plan));
        builder.Services.AddStavisLivePublishing(config);
        builder.AddStavisLiveServer(config, configFile: null);
        var app = builder.Build();
        app.MapStavisLiveServer();
        app.Services.GetRequiredService<StreamManager>().ExpectStreams();
        await app.StartAsync();
        return app;
    }

    private static Uri AddressOf(WebApplication app) => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    private static async Task ReportAsync(TextWriter output, string name, Uri direct, Uri through, SubscribeMapsRequest request, TimeSpan each)
    {
        using var end = new CancellationTokenSource(Warming + each);
        var (near, far) = (new ConcurrentDictionary<long, Arrival>(), new ConcurrentDictionary<long, Arrival>());
        await Task.WhenAll(ReadAsync(direct, request, near, end.Token), ReadAsync(through, request, far, end.Token));

        var begun = near.Keys.Min() + (long)(Warming.TotalSeconds * 25);
        var both = far.Where(arrival => arrival.Key >= begun && near.ContainsKey(arrival.Key)).Select(arrival => (Near: near[arrival.Key], Far: arrival.Value)).ToList();
        double[] later = [.. both.Select(pair => Stopwatch.GetElapsedTime(pair.Near.At, pair.Far.At).TotalMilliseconds).Order()];
        double[] older = [.. both.Select(pair => (pair.Far.Age - pair.Near.Age).TotalMilliseconds).Order()];
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-36} {At(later, 0.5),8:0.00} {At(later, 0.95),8:0.00} {At(later, 0.99),8:0.00} {At(older, 0.5),30:0.00} {At(older, 0.95),8:0.00} {both.Count,16}"));
    }

    private static double At(double[] sorted, double share) => sorted[Math.Min((int)(sorted.Length * share), sorted.Length - 1)];

    private static async Task ReadAsync(Uri address, SubscribeMapsRequest request, ConcurrentDictionary<long, Arrival> arrivals, CancellationToken end)
    {
        using var channel = GrpcChannel.ForAddress(address);
        using var call = new Maps.MapsClient(channel).SubscribeMaps(request, cancellationToken: end);
        try
        {
            await foreach (var map in call.ResponseStream.ReadAllAsync(CancellationToken.None)) arrivals[map.Frame] = new Arrival(Stopwatch.GetTimestamp(), map.Age.ToTimeSpan());
        }
        catch (RpcException) when (end.IsCancellationRequested)
        {
            // The time is over.
        }
    }

    private readonly record struct Arrival(long At, TimeSpan Age);

    /// <summary>A cluster of one source that does not move.</summary>
    private sealed class OneSource(RemoteSource source) : IRemoteSources
    {
        public IReadOnlyList<SourceReport> Reports => [];

        public bool IsKnown => true;

        public Task RefreshAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public RemoteSource? Find(string id) => id == source.Id ? source : null;
    }
}
