using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StavisLive.Cluster.Contracts;
using StavisLive.Server.Sources;
using StavisLive.Server.Sources.Remote;

namespace StavisLive.Cluster.Sources;

/// <summary>The cluster's sources, as this node's server shows them: asks the wall for their places all the time, and for what is told of them while somebody looks.</summary>
internal sealed partial class ClusterSources(IGrainFactory grains, TimeProvider time, ILogger<ClusterSources> log) : BackgroundService, IRemoteSources
{
    // Who follows a source that moves looks ten times a second.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.25);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // Viewers ask twice a second.
    private static readonly TimeSpan Interest = TimeSpan.FromSeconds(5);

    private volatile IReadOnlyDictionary<string, RemoteSource> _places = new Dictionary<string, RemoteSource>();
    private volatile IReadOnlyList<SourceReport> _resting = [];
    private volatile IReadOnlyList<SourceReport> _running = [];
    private long _askedAt = -1;
    private long _revision;

    /// <inheritdoc />
    public IReadOnlyList<SourceReport> Reports
    {
        get
        {
            Volatile.Write(ref _askedAt, time.GetTimestamp());
            var resting = _resting;
            var names = resting.Select(report => report.Name).ToHashSet();
            return [.. _running.Where(report => !names.Contains(report.Name)), .. resting];
        }
    }

    /// <inheritdoc />
    public RemoteSource? Find(string id) => _places.GetValueOrDefault(id);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do await TryLookAsync(stoppingToken).ConfigureAwait(false);
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node ends.
        }
    }

    // What was known last stays: it is right again, or another, once the wall answers.
    private async Task TryLookAsync(CancellationToken stop)
    {
        try
        {
            var wall = grains.GetGrain<IWall>(IWall.Key);
            if (await wall.PlacesAsync(_revision).WaitAsync(Patience, time, stop).ConfigureAwait(false) is { } places) Take(places);
            if (Volatile.Read(ref _askedAt) is >= 0 and var asked && time.GetElapsedTime(asked) < Interest)
                Take(await wall.SourcesAsync().WaitAsync(Patience, time, stop).ConfigureAwait(false));
        }
        catch (Exception e) when (Failure.IsOthers(e))
        {
            LogUnanswered(log, Failure.Said(e));
        }
    }

    private void Take(StreamPlaces places)
    {
        _places = places.Streams.ToDictionary(
            stream => SourceId.Of(stream.Name),
            stream => new RemoteSource(SourceId.Of(stream.Name), stream.Name, stream.Epoch, stream.Address is { } address ? new Uri(address) : null));
        _resting = [.. places.Streams.Where(stream => stream.State is not null).Select(ReportOf)];
        _revision = places.Revision;
    }

    private void Take(IReadOnlyList<NodeSources> nodes) =>
        _running = [.. nodes.SelectMany(node => SourceReports.Read(node.Sources)).Where(report => _places.ContainsKey(report.Id))];

    // What runs nowhere has nobody else to tell of it.
    private SourceReport ReportOf(StreamPlace stream) => new()
    {
        Id = SourceId.Of(stream.Name), Name = stream.Name, Kind = stream.Kind, State = stream.State!, Reason = stream.Reason, Since = time.GetUtcNow(), Audio = "missing", Epoch = stream.Epoch,
    };

    [LoggerMessage(Level = LogLevel.Debug, Message = "The wall did not say what there is: {Reason:l}")]
    private static partial void LogUnanswered(ILogger log, string reason);
}
