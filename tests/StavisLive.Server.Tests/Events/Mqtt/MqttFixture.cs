using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Publishing;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Sources;
using StavisLive.Hosting.Composition;
using StavisLive.Server.Events;
using StavisLive.Server.Events.Mqtt;
using StavisLive.Server.Sources;
using StavisLive.Server.Sources.Remote;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Events.Mqtt;

/// <summary>A publisher with two sources, <c>hall</c> with the zones <c>door</c> and <c>front mat</c>, and <c>Übersicht 2</c>.</summary>
internal sealed class MqttFixture : IAsyncDisposable
{
    private readonly MqttPublisher _publisher;

    // Replaced as a whole.
    private volatile WatchedSource[] _sources;
    private bool _isStopped;

    /// <param name="address">The broker's.</param>
    /// <param name="caFile">Certificate of its authority.</param>
    /// <param name="pictures">Makes pictures.</param>
    /// <param name="beginTime">How long sources may take to begin.</param>
    /// <param name="machine">What it is called in its cluster.</param>
    /// <param name="cluster">The cluster's sources.</param>
    /// <param name="time">The clock; null: the system's.</param>
    public MqttFixture(
        string address, string? caFile = null, IOverlayPictures? pictures = null, TimeSpan? beginTime = null, string? machine = null,
        IRemoteSources? cluster = null, TimeProvider? time = null)
    {
        Hall = Source("hall", 0, "door", "front mat");
        Other = Source("Übersicht 2", 1);
        _sources = [Hall, Other];
        using var result = TestResults.Make(0, [0.5f]) with { AudioLevel = -12.5 };
        Hall.Note(result, new AttentionSample(default, new(0.25, 0.5), 0.9, 9.5));
        var config = new MqttConfig { Address = address, Topic = "home/stavis live", Interval = 1, CaFile = caFile };
        _publisher = new MqttPublisher(config, Events, () => _sources, pictures, time ?? TimeProvider.System, Log, beginTime, machine, cluster);
    }

    /// <summary>The first source.</summary>
    public WatchedSource Hall { get; }

    /// <summary>The second one.</summary>
    public WatchedSource Other { get; }

    /// <summary>What happens.</summary>
    public EventHub Events { get; } = new(new FakeTimeProvider(DateTimeOffset.UnixEpoch));

    /// <summary>What is told in the log.</summary>
    public EventLog<MqttPublisher> Log { get; } = new();

    /// <summary>What of it is worse than information.</summary>
    public IReadOnlyList<string> Warnings => [.. Log.Lines.Where(line => !line.StartsWith("Information", StringComparison.Ordinal))];

    /// <summary>Begins.</summary>
    public Task StartAsync() => _publisher.StartAsync(CancellationToken.None);

    /// <summary>Ends as a program does.</summary>
    public Task StopAsync()
    {
        _isStopped = true;
        return _publisher.StopAsync(CancellationToken.None);
    }

    /// <summary>A source is no more.</summary>
    public void Remove(WatchedSource source) => _sources = [.. _sources.Where(other => other != source)];

    /// <summary>A source is back.</summary>
    public void Add(WatchedSource source) => _sources = [.. _sources, source];

    /// <summary>A source has these zones from now on.</summary>
    public static void Ask(WatchedSource source, params string[] zones) => source.Pause(pause: new CancellationTokenSource(), plan: StreamPlan.Of(new StavisConfig(), new StreamConfig
    {
        Name = source.Name,
        Source = new() { Synthetic = true, Zones = [.. zones.Select(zone => new ZoneConfig { Name = zone, Corners = [new(0, 0), new(1, 0), new(1, 1)] })] },
        Outputs = new() { Display = false },
    }));

    /// <summary>Both sources have pictures from now on.</summary>
    public void GoLive()
    {
        foreach (var source in _sources)
        {
            source.EndPause();
            source.Note(new SourceStateChange(SourceState.Live, null, default, 1));
        }
    }

    /// <summary>Something happens in the hall.</summary>
    public void Publish(string kind, int count = 1)
    {
        for (var number = 0; number < count; number++) Events.Publish(new AttentionEvent { Kind = kind, Source = Hall.Id, At = default, Zone = "door" });
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isStopped) await StopAsync();
        _publisher.Dispose();
    }

    private static WatchedSource Source(string name, int ordinal, params string[] zones)
    {
        var source = new WatchedSource(name, SourceId.Of(name), ordinal, TimeProvider.System);
        Ask(source, zones);
        return source;
    }
}
