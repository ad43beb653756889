using StavisLive.Cluster.Contracts;
using StavisLive.Core.Configuration;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Sources;
using StavisLive.Hosting.Streams;

namespace StavisLive.Cluster.Streams;

/// <summary>One run of a stream on this node. Thread-safe.</summary>
/// <param name="hosted">The stream; borrowed.</param>
/// <param name="version">Number of the change that it was begun with.</param>
/// <param name="epoch">Its epoch.</param>
/// <param name="time">The clock.</param>
internal sealed class LocalStream(HostedStream hosted, long version, long epoch, TimeProvider time)
{
    // What is counted over less says little.
    private static readonly TimeSpan LeastCounted = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private long _countedAt = time.GetTimestamp();
    private (long Frames, long Maps) _counted;
    private (double Frames, double Maps) _rates;
    private volatile bool _isStopped;

    /// <summary>The stream.</summary>
    public HostedStream Hosted => hosted;

    /// <summary>Number of the newest change that it follows.</summary>
    public long Version { get; set; } = version;

    /// <summary>Its epoch.</summary>
    public long Epoch => epoch;

    /// <summary>Whether somebody has asked for its end.</summary>
    public bool IsStopped
    {
        get => _isStopped;
        set => _isStopped = value;
    }

    /// <summary>Whether it has ended, by itself or because it was stopped.</summary>
    public bool IsOver => hosted.End is not null;

    /// <summary>How it is doing.</summary>
    public StreamReport Report()
    {
        var (state, reason) = (hosted.State, hosted.End?.Cause);
        var (frames, maps) = Rates();
        return new StreamReport(
            hosted.Name, epoch, Version, NameOf(state), IsOver, reason is null ? null : SafeAddress.Redact(KeyText.Plain(reason.Message)), frames, maps);
    }

    private string NameOf(StreamState state) => (state switch
    {
        StreamState.Running => (object)(hosted.Status()?.Source ?? SourceState.Live),
        _ => state,
    }).ToString()!.ToLowerInvariant();

    private (double Frames, double Maps) Rates()
    {
        lock (_lock)
        {
            var elapsed = time.GetElapsedTime(_countedAt);
            if (elapsed < LeastCounted || hosted.Status() is not { } status) return _rates;
            _rates = ((status.FramesIn - _counted.Frames) / elapsed.TotalSeconds, (status.MapsOut - _counted.Maps) / elapsed.TotalSeconds);
            _counted = (status.FramesIn, status.MapsOut);
            _countedAt = time.GetTimestamp();
            return _rates;
        }
    }
}
