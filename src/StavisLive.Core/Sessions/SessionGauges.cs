using StavisLive.Core.Diagnostics;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Core.Synchronization;

namespace StavisLive.Core.Sessions;

/// <summary>What a session tells of itself when somebody reads the program's gauges.</summary>
/// <param name="metrics">What it counts.</param>
/// <param name="monitor">How its source is doing.</param>
/// <param name="sync">How audio and pictures lie; null where nobody can tell.</param>
/// <param name="feed">Who is subscribed.</param>
/// <param name="sinks">Its outputs so far.</param>
internal sealed class SessionGauges(
    SessionMetrics metrics, SourceMonitor monitor, SyncMonitor? sync, IStreamFeed feed, Func<IReadOnlyList<SinkRunner>> sinks) : IStreamGauges
{
    private static readonly string[] StateNames = [.. Enum.GetNames<SourceState>().Select(name => name.ToLowerInvariant())];

    private volatile Stages? _stages;

    /// <inheritdoc />
    public string Source => feed.Name;

    /// <inheritdoc />
    public IReadOnlyList<string> States => StateNames;

    /// <inheritdoc />
    public string State => StateNames[(int)monitor.State];

    /// <inheritdoc />
    public double? LastFrame => (metrics.LastFrame - DateTimeOffset.UnixEpoch)?.TotalSeconds;

    /// <inheritdoc />
    public double? MapAge => metrics.MapAge?.TotalSeconds;

    /// <inheritdoc />
    public double? LookAhead => _stages?.LookAhead.TotalSeconds;

    /// <inheritdoc />
    public double? AudioOffset => sync?.Reading?.OffsetMilliseconds / 1000;

    /// <inheritdoc />
    public double? ClockDrift => sync?.Reading?.DriftPpm;

    /// <inheritdoc />
    public double? AudioLevel => _stages?.AudioLevel();

    // Subscribers by their kind: their names may be addresses of viewers, and any number of them.
    /// <inheritdoc />
    public IEnumerable<(string Queue, int Depth)> Queues => (_stages?.Queues ?? [])
        .Select(queue => (queue.Name, queue.Depth()))
        .Concat(feed.Subscriptions.GroupBy(one => one.Options.Kind).Select(kind => ($"subscriber:{kind.Key}", kind.Sum(one => one.Waiting))));

    /// <inheritdoc />
    public IEnumerable<(string Kind, int Count)> Subscribers =>
        feed.Subscriptions.GroupBy(one => one.Options.Kind).Select(kind => (kind.Key, kind.Count()));

    /// <inheritdoc />
    public IEnumerable<(string Output, bool HasFailed)> Outputs => sinks().Select(sink => (sink.Name, sink.Failure is not null));

    /// <summary>The stages run: there is more to tell from here on.</summary>
    public void Begin(Stages stages) => _stages = stages;

    /// <summary>What running stages tell.</summary>
    /// <param name="LookAhead">How far windows reach beyond the frames that their maps are for.</param>
    /// <param name="AudioLevel">Peak of the newest audio; null while there is none.</param>
    /// <param name="Queues">What waits between the stages.</param>
    internal sealed record Stages(TimeSpan LookAhead, Func<double?> AudioLevel, IReadOnlyList<(string Name, Func<int> Depth)> Queues);
}
