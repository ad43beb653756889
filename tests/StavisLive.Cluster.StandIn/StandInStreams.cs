using System.Collections.Concurrent;
using StavisLive.Cluster.Contracts;
using StavisLive.Cluster.Streams;

namespace StavisLive.Cluster.StandIn;

/// <summary>Streams that take as long to open as a camera does, and share the node's maps, but watch nothing.</summary>
/// <param name="capacity">Maps per second of the node.</param>
/// <param name="journal">Told of each start and stop.</param>
/// <param name="time">The clock.</param>
internal sealed class StandInStreams(double capacity, Journal journal, TimeProvider time) : ILocalStreams
{
    private const double FramesPerSecond = 25;

    // From the order to the first map: an RTSP camera on the same network.
    private static readonly TimeSpan Opening = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Closing = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<string, StreamReport> _streams = new();

    // What is noted of a stream and what is written of it change together: a stop is never written before the start that it ends.
    private readonly Lock _noting = new();

    public IReadOnlyList<StreamReport> Reports()
    {
        var maps = Math.Min(FramesPerSecond, capacity / Math.Max(1, _streams.Count));
        return [.. _streams.Values.Select(stream => stream with { MapsPerSecond = maps })];
    }

    public Task<long?> GoOnAsync(string name, StreamOrder order) =>
        Task.FromResult(_streams.TryGetValue(name, out var stream) && stream.Version == order.Version ? stream.Epoch : (long?)null);

    public async Task<string?> StartAsync(string name, StreamOrder order, long epoch)
    {
        await StopAsync(name);
        _streams[name] = new StreamReport(name, epoch, order.Version, "starting", IsOver: false, null, 0, 0);
        _ = OpenAsync(name, epoch);
        return null;
    }

    public async Task StopAsync(string name)
    {
        if (!_streams.TryGetValue(name, out var stream)) return;
        await Task.Delay(Closing, time);
        lock (_noting)
        {
            // It may have been stopped by somebody else, and begun again.
            if (!_streams.TryGetValue(name, out var now) || now.Epoch != stream.Epoch) return;
            _streams.TryRemove(name, out _);
            journal.Write("stops", name, stream.Epoch);
        }
    }

    private async Task OpenAsync(string name, long epoch)
    {
        await Task.Delay(Opening, time);
        lock (_noting)
        {
            if (!_streams.TryGetValue(name, out var stream) || stream.Epoch != epoch) return;
            journal.Write("starts", name, epoch);
            _streams[name] = stream with { State = "live", FramesPerSecond = FramesPerSecond };
        }
    }
}
