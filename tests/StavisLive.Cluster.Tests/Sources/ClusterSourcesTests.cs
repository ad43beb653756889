using Microsoft.Extensions.Logging;
using StavisLive.Cluster.Configuration;
using StavisLive.Cluster.Contracts;
using StavisLive.Cluster.Sources;
using StavisLive.Cluster.Wall;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Media;
using StavisLive.Server.Sources;
using StavisLive.Testing;
using static StavisLive.Cluster.Tests.Wall.PlannedWall;

namespace StavisLive.Cluster.Tests.Sources;

public sealed class ClusterSourcesTests : IAsyncDisposable
{
    private const string Drawn =
        """
        { "sources": [ { "name": "yard", "source": { "synthetic": true, "region": { "x": 0.5, "y": 0, "width": 0.5, "height": 1 },
          "zones": [ { "name": "door", "corners": [[0, 0], [0.5, 0], [0, 1]], "dwell": 2 } ], "masks": [ { "x": 0.1, "y": 0.2, "width": 0.3, "height": 0.4 } ] } } ] }
        """;

    private const string Plain = """{ "sources": [ { "name": "yard", "source": { "synthetic": true } } ] }""";

    // Longer than anybody counts as looking who has not asked.
    private const int Quiet = 24;

    private readonly ToldWall _wall = new();
    private readonly RecordingLogger _log = new();
    private readonly LoggerFactory _logs = new();
    private readonly ClusterSources _sources;

    public ClusterSourcesTests()
    {
        _logs.AddProvider(new RecordedLogs(_log));
        _sources = new ClusterSources(GrainsOfAWall.Of(_wall), _wall.Planned.Time, _logs.CreateLogger<ClusterSources>());
    }

    public async ValueTask DisposeAsync()
    {
        await _sources.StopAsync(CancellationToken.None);
        _sources.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public async Task Places_TwoThatAreCalledTheSame_OneIsShownAndTheOtherIsToldOnce()
    {
        await StartAsync(Stream("hall"), Stream("Hall"));
        await _wall.Planned.WantAsync(Stream("hall"), Stream("Hall"), Stream("roof"));
        await _wall.PassAsync(1);

        await Eventually.HoldsAsync(() => _sources.Find("roof") is not null);
        Assert.Equal("hall", _sources.Find("hall")!.Name);
        Assert.Equal(["hall", "roof"], _sources.Reports.Select(report => report.Name));
        Assert.Contains("Hall is not shown", Assert.Single(_log.Entries, entry => entry.Level == LogLevel.Warning).Text);
        Assert.False(_sources.ExecuteTask!.IsCompleted);
    }

    [Fact]
    public async Task Reports_PausedSource_HoldWhatIsDrawnOnItAndSinceWhen()
    {
        await StartAsync(Stream("yard", Drawn));
        var at = _wall.Planned.Time.GetUtcNow();
        await _wall.Planned.Wanted.PauseAsync("yard", isPaused: true, at);
        await _wall.PassAsync(2);
        await _wall.Planned.Wanted.AddAsync(Stream("roof"));
        await _wall.PassAsync(2);

        await Eventually.HoldsAsync(() => _sources.Reports.Count == 2);
        var report = ReportOf("yard");
        Assert.Equal(("paused", at), (report.State, report.Since));
        Assert.Equal(new FrameArea { X = 0.5, Width = 0.5, Height = 1 }, report.Region);
        var zone = Assert.Single(report.Zones);
        Assert.Equal(("door", 2.0), (zone.Name, zone.Dwell!.Value));
        Assert.Equal([new(0, 0), new(0.5, 0), new(0, 1)], zone.Corners);
        Assert.Equal(4, Assert.Single(report.Masks).Count);
        // The same as from whoever watches it: a change that is based on what is told here is taken.
        Assert.Equal((AreaTag.Of(DrawnSource.Zones), AreaTag.Of(DrawnSource.Masks)), (report.ZonesTag, report.MasksTag));
    }

    [Fact]
    public async Task Reports_WaitingSource_SaysSinceWhenAlthoughOthersChange()
    {
        await StartAsync(Stream("yard"));
        var since = _sources.Reports[0].Since;

        await _wall.PassAsync(8);
        await _wall.Planned.Wanted.AddAsync(Stream("roof"));
        await _wall.PassAsync(2);

        await Eventually.HoldsAsync(() => _sources.Reports.Count == 2);
        Assert.Equal(("waiting", since), _sources.Reports.Where(report => report.Id == "yard").Select(report => (report.State, report.Since)).Single());
    }

    [Fact]
    public async Task Reports_FailedSource_SaysSinceWhenAlthoughNobodyLookedThen()
    {
        _wall.Planned.Join(1);
        await _wall.Planned.WantAsync(Stream("yard"));
        _wall.Planned.Next();
        _wall.Planned.Report("yard", "failed", "No such camera.");
        _wall.Planned.Next();
        var at = _wall.Planned.Time.GetUtcNow();
        _wall.Planned.Pass(3);

        await _sources.StartAsync(CancellationToken.None);

        await Eventually.HoldsAsync(() => _sources.Reports.Count > 0);
        Assert.Equal(("failed", "No such camera.", at), _sources.Reports.Select(report => (report.State, report.Reason, report.Since)).Single());
    }

    [Fact]
    public async Task Reports_NothingDrawnAndNotKnown_AreToldApart()
    {
        await StartAsync(Stream("yard", Plain), Stream("later", "{ \"later\": true }"));

        var (yard, later) = (ReportOf("yard"), ReportOf("later"));

        Assert.Equal((AreaTag.Of(Array.Empty<ZoneConfig>()), AreaTag.Of(Array.Empty<FrameMask>())), (yard.ZonesTag, yard.MasksTag));
        Assert.Equal((null, null), (later.ZonesTag, later.MasksTag));
        Assert.All([yard, later], report => Assert.Empty(report.Zones));
    }

    [Fact]
    public async Task Find_NodeThatIsHeardLaterThanItsStreamsAreKnown_HasItsAddress()
    {
        // As after the wall has begun anew.
        _wall.Planned.Placements.Set("yard", new PlacedStream("n1", SiloOf(1), 1, 1));
        await StartAsync(Stream("yard"));
        Assert.Null(_sources.Find("yard")!.Address);

        _wall.Planned.Join(1);
        await _wall.PassAsync(1);

        await Eventually.HoldsAsync(() => _sources.Find("yard")!.Address == new Uri("http://n1:7000/"));
        // A run of it that is reached elsewhere, and none at all.
        _wall.Planned.Move(1, "http://n1:7001/");
        await _wall.PassAsync(1);
        await Eventually.HoldsAsync(() => _sources.Find("yard")!.Address == new Uri("http://n1:7001/"));
        _wall.Planned.Die(1);
        await _wall.PassAsync(1);
        await Eventually.HoldsAsync(() => _sources.Find("yard")!.Address is null);
    }

    [Fact]
    public async Task Find_SourceThatRunsNowhere_TellsHowItIsWithoutBeingAskedFor()
    {
        Assert.False(_sources.IsKnown);
        await StartAsync(Stream("yard"));
        Assert.True(_sources.IsKnown);
        Assert.Equal("waiting", _sources.Find("yard")!.Resting!.State);

        _wall.Planned.Join(1);
        _wall.Planned.Next();
        await _wall.PassAsync(1);
        await Eventually.HoldsAsync(() => _sources.Find("yard")!.Resting is null);

        await _wall.Planned.Wanted.PauseAsync("yard", isPaused: true, _wall.Planned.Time.GetUtcNow());
        await _wall.PassAsync(1);
        await Eventually.HoldsAsync(() => _sources.Find("yard")!.Resting?.State == "paused");
    }

    [Fact]
    public async Task Reports_NobodyHasAskedForAWhile_AreNotThoseOfThen()
    {
        await StartRunningAsync("live");
        await RefreshAsync();
        Assert.Equal("live", Assert.Single(_sources.Reports).State);

        await _wall.PassAsync(Quiet);
        _wall.Told = [];

        // That it is there is known all the same.
        Assert.Equal(("yard", "starting", "n1"), _sources.Reports.Select(report => (report.Name, report.State, report.Node)).Single());
    }

    [Fact]
    public async Task RefreshAsync_NobodyHasAskedForAWhile_WaitsUntilMachinesHaveTold()
    {
        await StartRunningAsync("live");
        await RefreshAsync();
        await _wall.PassAsync(Quiet);
        _wall.Told = [];

        var refreshed = _sources.RefreshAsync(CancellationToken.None);
        await _wall.PassAsync(2);
        Assert.False(refreshed.IsCompleted);
        Tell("stalled");
        await _wall.PassAsync(1);
        await refreshed;

        Assert.Equal("stalled", Assert.Single(_sources.Reports).State);
        await _sources.RefreshAsync(CancellationToken.None);
    }

    [Fact]
    public async Task RefreshAsync_MachineThatSaysNothing_IsNotWaitedForLong()
    {
        await StartRunningAsync("live");
        _wall.Told = [];

        var refreshed = _sources.RefreshAsync(CancellationToken.None);
        await _wall.PassAsync(9);
        await refreshed;

        Assert.Equal("starting", Assert.Single(_sources.Reports).State);
    }

    private static SourceConfig DrawnSource => WantedStreamConfig.Read(Stream("yard", Drawn)).Source;

    private SourceReport ReportOf(string id) => _sources.Reports.Single(report => report.Id == id);

    private async Task StartAsync(params WantedStream[] streams)
    {
        await _wall.Planned.WantAsync(streams);
        await _sources.StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => _sources.Reports.Count > 0);
    }

    // A node with a server watches it.
    private async Task StartRunningAsync(string state)
    {
        _wall.Planned.Join(1);
        await _wall.Planned.WantAsync(Stream("yard"));
        _wall.Planned.Next();
        Tell(state);
        await _sources.StartAsync(CancellationToken.None);
        await _wall.PassAsync(1);
    }

    private async Task RefreshAsync()
    {
        var refreshed = _sources.RefreshAsync(CancellationToken.None);
        await _wall.PassAsync(1);
        await refreshed;
    }

    private void Tell(string state) =>
        _wall.Told = [new SourceReport { Id = "yard", Name = "yard", Node = "n1", Kind = "synthetic", State = state, Since = _wall.Planned.Time.GetUtcNow(), Audio = "missing" }];
}
