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

    // Used by one loop only, as all that isn't volatile.
    private readonly HashSet<string> _hidden = [];
    private volatile IReadOnlyDictionary<string, PlacedSource> _places = new Dictionary<string, PlacedSource>();
    private volatile IReadOnlyList<SourceReport> _reports = [];
    private volatile TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IReadOnlyList<SourceReport> _told = [];
    private long _askedAt = -1;
    private long _revision;

    /// <inheritdoc />
    public IReadOnlyList<SourceReport> Reports
    {
        get
        {
            NoteInterest();
            return _reports;
        }
    }

    /// <inheritdoc />
    public bool IsKnown => Volatile.Read(ref _revision) > 0;

    private bool IsAsked => Volatile.Read(ref _askedAt) is >= 0 and var asked && time.GetElapsedTime(asked) < Interest;

    /// <inheritdoc />
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        NoteInterest();
        var complete = _complete;
        try
        {
            await complete.Task.WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // A machine says nothing just now: whoever asks next need not wait for it, too.
            complete.TrySetResult();
        }
    }

    /// <inheritdoc />
    public RemoteSource? Find(string id) => _places.GetValueOrDefault(id)?.Source;

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

    private void NoteInterest() => Volatile.Write(ref _askedAt, time.GetTimestamp());

    // While the wall doesn't answer, what was known last stays: it is right again, or another, once the wall does.
    private async Task TryLookAsync(CancellationToken stop)
    {
        if (!IsAsked) Forget();
        try
        {
            var wall = grains.GetGrain<IWall>(IWall.Key);
            if (await wall.PlacesAsync(_revision).WaitAsync(Patience, time, stop).ConfigureAwait(false) is { } places) Take(places);
            if (IsAsked) Take(await wall.SourcesAsync().WaitAsync(Patience, time, stop).ConfigureAwait(false));
        }
        catch (Exception e) when (Failure.IsOthers(e))
        {
            LogUnanswered(log, Failure.Said(e));
        }
    }

    // What machines told when somebody looked last is not so any more.
    private void Forget()
    {
        if (_complete.Task.IsCompleted) _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_told.Count == 0) return;
        _told = [];
        Merge();
    }

    private void Take(StreamPlaces places)
    {
        var taken = new Dictionary<string, PlacedSource>();
        foreach (var stream in places.Streams)
        {
            var id = SourceId.Of(stream.Name);
            if (taken.TryGetValue(id, out var other))
            {
                if (_hidden.Add(stream.Name)) LogHidden(log, stream.Name, other.Source.Name, id);
                continue;
            }
            var report = ReportOf(stream, id);
            taken[id] = new PlacedSource(
                new RemoteSource(id, stream.Name, stream.Epoch, stream.Address is { } address ? new Uri(address) : null, stream.State is null ? null : report), report);
        }
        _places = taken;
        Volatile.Write(ref _revision, places.Revision);
        Merge();
    }

    private void Take(IReadOnlyList<NodeSources> nodes)
    {
        _told = [.. nodes.SelectMany(node => SourceReports.Read(node.Sources))];
        var told = Merge();
        if (_places.Values.All(place => place.Source.Address is null || told.Contains(place.Source.Id))) _complete.TrySetResult();
    }

    // A machine tells more than the wall of what runs on it; of the rest there is what the wall tells.
    private HashSet<string> Merge()
    {
        var places = _places;
        IReadOnlyList<SourceReport> running = [.. _told.Where(report => places.TryGetValue(report.Id, out var place) && place.Source.Resting is null && place.Source.Name == report.Name)];
        var told = running.Select(report => report.Id).ToHashSet();
        _reports = [.. running, .. places.Values.Where(place => !told.Contains(place.Source.Id)).Select(place => place.Report)];
        return told;
    }

    private SourceReport ReportOf(StreamPlace stream, string id)
    {
        var areas = StreamAreas.Read(stream.Areas);
        // Where it runs without a server, nobody ever tells more.
        var state = stream.State ?? (stream.Node is not null && stream.Address is null ? "live" : "starting");
        var before = _places.GetValueOrDefault(id)?.Report;
        return new SourceReport
        {
            Id = id, Name = stream.Name, Epoch = stream.Epoch, Node = stream.Node, Kind = stream.Kind, State = state, Reason = stream.Reason,
            Since = stream.Since ?? (before?.State == state && before.Epoch == stream.Epoch ? before.Since : time.GetUtcNow()), Audio = "missing",
            Region = areas?.Region, Masks = areas?.Masks ?? [], MasksTag = areas is null ? null : AreaTag.Of(areas.Masks),
            Zones = [.. from zone in areas?.Zones ?? [] select new ZoneReport(zone.Name, zone.Corners, zone.Dwell, 0, IsInside: false)],
            ZonesTag = areas is null ? null : AreaTag.Of(areas.Zones),
        };
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The wall did not say what there is: {Reason:l}")]
    private static partial void LogUnanswered(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Source} is not shown: it is called the same in addresses as {Other}, {Id:l}; remove one of them")]
    private static partial void LogHidden(ILogger log, string source, string other, string id);
}
