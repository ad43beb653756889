using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Sinks;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Streams;
using StavisLive.Server.Sources;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Feeds;

/// <summary>Streams of made-up scenes with a network that costs nothing, and what they publish, for feeds to follow.</summary>
internal sealed class FedStreams : IAsyncDisposable
{
    public FedStreams()
    {
        Manager = new StreamManager((ModelConfig _) => new CenterPredictor(), TimeProvider.System, Logs, []);
        Catalog = new SourceCatalog(Manager, [], TimeProvider.System, NullLogger<SourceCatalog>.Instance);
    }

    public ILoggerFactory Logs { get; } = NullLoggerFactory.Instance;

    public StreamManager Manager { get; }

    public SourceCatalog Catalog { get; }

    /// <summary>Begins a live one that goes on until it is stopped.</summary>
    public HostedStream Start(string name, params IReadOnlyList<ZoneConfig> zones) => Manager.Start(HostPlan.Of(new StavisConfig
    {
        Sources = [new() { Name = name, Source = new() { Synthetic = true, Realtime = true, Zones = [.. zones] }, Outputs = new() { Display = false } }],
    }).Streams[0]);

    /// <summary>The maps of a stream by frame, as its hub publishes them from now on, as long as the stream runs.</summary>
    public static async Task CollectAsync(HostedStream stream, Dictionary<long, byte[]> maps)
    {
        await using var subscription = stream.Feed.Subscribe(new SubscriptionOptions { Name = "test", Capacity = 4096 });
        await foreach (var item in subscription.ReadAllAsync())
        {
            if (item is not StreamItem.Result { Value: var result }) continue;
            lock (maps) maps[result.FrameIndex] = System.Runtime.InteropServices.MemoryMarshal.AsBytes(result.Map.Values).ToArray();
        }
    }

    public ValueTask DisposeAsync() => Manager.DisposeAsync();
}
