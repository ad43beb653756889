using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Streams;

namespace StavisLive.Server.Sources;

/// <summary>What is known of one source, over all its streams: it stays the same when its stream is paused, replaced or begun anew.</summary>
/// <remarks>Thread-safe. Told by the stream's follower, asked by anybody.</remarks>
/// <param name="name">Name of its streams.</param>
/// <param name="id">What it is called in addresses and topics.</param>
/// <param name="ordinal">Its place among the sources.</param>
/// <param name="time">The clock.</param>
/// <param name="node">Name of the machine in its cluster; null outside one.</param>
internal sealed class WatchedSource(string name, string id, int ordinal, TimeProvider time, string? node = null) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly StreamSuccession _streams = new();

    // Under the lock, as all that follows.
    private readonly SourceSamples _samples = new(time);
    private SourceStateChange? _state;
    private AudioChange? _audio;
    private DateTimeOffset _since = time.GetUtcNow();
    private AttentionSample? _newest;
    private SaliencyMap? _map;
    private AudioState? _heard;
    private double? _level;
    private TimeSpan _lookAhead;
    private StreamPlan? _pausedPlan;
    private IDisposable? _pause;

    // Made of whole lists, while reports are made for everybody who looks, twice a second.
    private (StreamPlan? Plan, string? Zones, string? Masks) _tags;

    /// <summary>Name of its streams.</summary>
    public string Name => name;

    /// <summary>What it is called in addresses and topics.</summary>
    public string Id => id;

    /// <summary>Its place among the sources.</summary>
    public int Ordinal => ordinal;

    /// <summary>Whether somebody has paused it.</summary>
    public bool IsPaused
    {
        get
        {
            lock (_lock) return _pausedPlan is not null;
        }
    }

    /// <summary>What it is asked for; null before its first stream.</summary>
    public StreamPlan? Plan
    {
        get
        {
            lock (_lock) return _pausedPlan ?? Stream?.Plan;
        }
    }

    /// <summary>Which of the cluster's beginnings of its stream this is; 0 outside a cluster.</summary>
    public long Epoch => Plan?.Epoch ?? 0;

    /// <summary>The stream that runs, or ran last; null before the first.</summary>
    public HostedStream? Stream => _streams.Stream;

    /// <summary>How attention has been in its zones, by name; whoever watches the zones replaces it as a whole.</summary>
    public IReadOnlyDictionary<string, ZoneTime> ZoneTimes { get; set; } = new Dictionary<string, ZoneTime>();

    /// <summary>How it did in the last minutes, a second each, oldest first.</summary>
    public IReadOnlyList<SourceSample> History
    {
        get
        {
            lock (_lock) return _samples.ToList();
        }
    }

    /// <summary>Its stream, and then each one that takes that one's place, until it is removed.</summary>
    public IAsyncEnumerable<HostedStream> StreamsAsync(CancellationToken cancellationToken) => _streams.StreamsAsync(cancellationToken);

    /// <summary>A copy of the newest map, <c>[112, 112]</c>; null without.</summary>
    public float[]? NewestMap()
    {
        lock (_lock) return _map?.Values.ToArray();
    }

    /// <summary>Everything that is told of it.</summary>
    public SourceReport Report()
    {
        lock (_lock)
        {
            var (stream, plan) = (Stream, _pausedPlan ?? Stream?.Plan);
            var (status, source) = (stream?.Status(), plan?.Config.Source ?? new SourceConfig());
            var latency = status?.CaptureToMap is { Count: > 0 } some ? some : null;
            var isRunning = _pausedPlan is null && stream?.State is StreamState.Running;
            if (plan is not null && !ReferenceEquals(plan, _tags.Plan)) _tags = (plan, AreaTag.Of(source.Zones), AreaTag.Of(source.Masks));
            return new SourceReport
            {
                Id = id,
                Name = name,
                Epoch = plan?.Epoch ?? 0,
                Node = node,
                Kind = source.Kind,
                State = StateOf(stream),
                Reason = _pausedPlan is null ? ReasonOf(stream) : null,
                Since = _since,
                Width = stream?.Feed.Description?.Width ?? 0,
                Height = stream?.Feed.Description?.Height ?? 0,
                Fps = isRunning ? _samples.Newest?.Fps ?? 0 : 0,
                MapsPerSecond = isRunning ? _samples.Newest?.MapsPerSecond ?? 0 : 0,
                CaptureToMapP50 = latency?.P50,
                CaptureToMapP95 = latency?.P95,
                LookAhead = _lookAhead.TotalMilliseconds,
                FramesIn = status?.FramesIn ?? 0,
                FramesOut = status?.FramesOut ?? 0,
                MapsOut = status?.MapsOut ?? 0,
                Skips = status?.Skips ?? new Dictionary<string, long>(),
                Reconnects = status?.Reconnects ?? 0,
                FailedOutputs = status?.SinkFailures is { Count: > 0 } failed ? failed.ToDictionary(one => one.Key, one => TextOf(one.Value)) : null,
                Audio = (_heard ?? _audio?.State ?? AudioState.Missing).ToString().ToLowerInvariant(),
                AudioLevel = isRunning ? _level : null,
                AvOffset = status?.Sync?.OffsetMilliseconds,
                Peak = _newest?.Peak,
                Entropy = _newest?.Entropy,
                Region = source.Region,
                Zones = [.. source.Zones.Select(ReportOf)],
                Masks = [.. source.Masks.Select(mask => mask.Corners)],
                ZonesTag = _tags.Zones,
                MasksTag = _tags.Masks,
                HasRecorder = plan?.Config.Outputs.Recorder.Folder is not null,
            };
        }
    }

    /// <summary>It is paused, until a stream of it begins.</summary>
    /// <param name="plan">What it is to go on with.</param>
    /// <param name="pause">Disposed when the pause is over.</param>
    public void Pause(StreamPlan plan, IDisposable pause)
    {
        lock (_lock) (_pausedPlan, _pause, _since) = (plan, pause, time.GetUtcNow());
    }

    /// <summary>It is to go on with another plan, if it is paused.</summary>
    public void ChangePaused(StreamPlan plan)
    {
        lock (_lock) _pausedPlan = _pausedPlan is null ? null : plan;
    }

    /// <summary>The pause is over; without effect where there is none.</summary>
    public void EndPause()
    {
        lock (_lock)
        {
            _pausedPlan = null;
            _pause?.Dispose();
            _pause = null;
        }
    }

    /// <summary>A stream of it begins.</summary>
    public void Begin(HostedStream stream)
    {
        EndPause();
        lock (_lock)
        {
            // What was seen before may be masked now.
            Keep(null);
            (_state, _audio, _newest, _heard, _level, _since) = (null, null, null, null, null, time.GetUtcNow());
            _samples.CountAnew();
            _streams.Begin(stream);
        }
    }

    /// <summary>A map was published.</summary>
    public void Note(SaliencyResult result, AttentionSample sample)
    {
        lock (_lock)
        {
            (_newest, _heard, _lookAhead) = (sample, result.Audio, result.LookAhead);
            // Nothing at all is minus infinity, which not every format can tell.
            _level = result.AudioLevel is { } level && double.IsFinite(level) ? level : null;
            Keep(result.Map.Share());
        }
    }

    /// <summary>The source is in another state.</summary>
    public void Note(SourceStateChange change)
    {
        lock (_lock) (_state, _since) = (change, change.At);
    }

    /// <summary>The audio is in another state.</summary>
    public void Note(AudioChange change)
    {
        lock (_lock) _audio = change;
    }

    /// <summary>A second has passed.</summary>
    public void Sample()
    {
        lock (_lock)
        {
            if (Stream?.Status() is { } status) _samples.Take(status, _newest?.Entropy, _level);
        }
    }

    /// <summary>It is removed: whoever waits for its streams waits no more.</summary>
    public void Dispose()
    {
        EndPause();
        lock (_lock)
        {
            _streams.End();
            Keep(null);
        }
    }

    // Under the lock, as all that follows.
    private void Keep(SaliencyMap? map)
    {
        _map?.Dispose();
        _map = map;
        if (!_streams.IsOver) return;
        // A result may come after the removal.
        _map?.Dispose();
        _map = null;
    }

    private string StateOf(HostedStream? stream) => stream?.State switch
    {
        _ when _pausedPlan is not null => "paused",
        null or StreamState.Starting when _state is null => "starting",
        StreamState.Failed => "failed",
        StreamState.Ended => "ended",
        _ => (_state?.State ?? stream?.Status()?.Source ?? SourceState.Live).ToString().ToLowerInvariant(),
    };

    // What ended it is not in every case a state of the source: the network may have failed.
    private string? ReasonOf(HostedStream? stream) =>
        stream?.End?.Cause is { } cause ? TextOf(cause) : _state?.Reason;

    private static string TextOf(Exception cause) => SafeAddress.Redact(KeyText.Plain(cause.Message));

    private ZoneReport ReportOf(ZoneConfig zone)
    {
        var so = ZoneTimes.GetValueOrDefault(zone.Name);
        return new ZoneReport(zone.Name, zone.Corners, zone.Dwell, so.Seconds, so.IsInside);
    }
}
