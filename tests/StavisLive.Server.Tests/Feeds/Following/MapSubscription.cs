using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using StavisLive.Grpc.V1;
using MapsClient = StavisLive.Grpc.V1.Maps.MapsClient;

namespace StavisLive.Server.Tests.Feeds.Following;

/// <summary>Somebody who follows a source through a machine, and holds it to its order.</summary>
internal sealed class MapSubscription : IDisposable
{
    // For a hang alone: it is read for as long as a test takes on the slowest machine.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly GrpcChannel _channel;
    private readonly AsyncServerStreamingCall<MapMessage> _call;
    private Task? _next;

    private MapSubscription(GrpcChannel channel, AsyncServerStreamingCall<MapMessage> call) => (_channel, _call) = (channel, call);

    public List<MapMessage> Read { get; } = [];

    public static MapSubscription To(Machine machine, MapFormat? format = null)
    {
        var channel = GrpcChannel.ForAddress(machine.Address, new GrpcChannelOptions { MaxReceiveMessageSize = null });
        var request = new SubscribeMapsRequest { Source = "yard", Every = format is null, Format = format };
        var deadline = TimeProvider.System.GetUtcNow().UtcDateTime + Longest;
        return new MapSubscription(channel, new MapsClient(channel).SubscribeMaps(request, deadline: deadline));
    }

    /// <summary>The next map; who asks again before it is there waits for the same one.</summary>
    public Task NextAsync() => _next ??= TakeAsync();

    public async Task ReadAsync(int count)
    {
        for (var read = 0; read < count; read++) await NextAsync();
    }

    public async Task<TimeSpan> ReadUntilAsync(Func<MapMessage, bool> holds)
    {
        var watch = Stopwatch.StartNew();
        do await NextAsync();
        while (!holds(Read[^1]));
        return watch.Elapsed;
    }

    public async Task EndAsync()
    {
        if (_next is not null) await Assert.ThrowsAnyAsync<Exception>(() => _next);
        while (await _call.ResponseStream.MoveNext(default))
        {
        }
    }

    public void Dispose()
    {
        _call.Dispose();
        _channel.Dispose();
    }

    private async Task TakeAsync()
    {
        await Task.Yield();
        Assert.True(await _call.ResponseStream.MoveNext(default));
        var (before, map) = (Read.LastOrDefault(), _call.ResponseStream.Current);
        Assert.True(before is null || (before.Epoch <= map.Epoch && before.Skipped <= map.Skipped && before.Holes <= map.Holes), $"{map.Epoch} {map.Skipped} {map.Holes} after {before}");
        Assert.True(before is null || before.Epoch < map.Epoch || before.Frame < map.Frame, $"Frame {map.Frame} after {before?.Frame}.");
        Read.Add(map);
        _next = null;
    }
}
