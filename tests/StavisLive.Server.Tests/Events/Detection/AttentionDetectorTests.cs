using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Publishing;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Hosting.Composition;
using StavisLive.Server.Events;
using StavisLive.Server.Events.Detection;
using StavisLive.Server.Sources;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Events.Detection;

public sealed class AttentionDetectorTests
{
    private static readonly ZoneConfig Door = new() { Name = "door", Corners = [new(0.5, 0.5), new(1, 0.5), new(1, 1), new(0.5, 1)], Dwell = 1 };

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly EventHub _events = new(new FakeTimeProvider(DateTimeOffset.UnixEpoch));
    private readonly WatchedSource _source;
    private readonly AttentionDetector _detector;
    private int _frame;

    public AttentionDetectorTests()
    {
        _source = new WatchedSource("hall", "hall", 0, _time);
        Ask(new SourceConfig { Zones = [Door] });
        _detector = new AttentionDetector(_source, _events, _time);
    }

    [Fact]
    public void OnResult_PeakInAZone_TellsAllOfTheVisit()
    {
        See(new(0.75, 0.75), 50);
        See(new(0.1, 0.1), 10);
        var all = _events.Recent(10);
        Assert.Equal(["zone-entered", "zone-dwell", "zone-left"], all.Select(happened => happened.Kind));
        Assert.All(all, happened => Assert.Equal(("hall", "door"), (happened.Source, happened.Zone)));
        Assert.Equal([null, 1, 2], all.Select(happened => happened.Seconds is { } seconds ? Math.Round(seconds, 6) : (double?)null));
        Assert.Equal(new FramePoint(0.75, 0.75), all[0].Peak);
        // By the clock: the sixth frame.
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero).AddMilliseconds(200), all[0].At);
    }

    [Fact]
    public void OnResult_RegionIsWatched_ZonesStayPlacesOfTheWholeFrame()
    {
        // What is watched is the lower right quarter's neighbour to the left: only its right half lies in the zone.
        Ask(new SourceConfig { Zones = [Door], Region = new() { X = 0.25, Y = 0.5, Width = 0.5, Height = 0.5 } });
        See(new(0.4, 0.5), 10);
        Assert.Empty(_events.Recent(10));
        See(new(0.6, 0.5), 10);
        Assert.Equal("zone-entered", Assert.Single(_events.Recent(10)).Kind);
        Assert.Equal(new FramePoint(0.6, 0.5), _events.Recent(1)[0].Peak);
    }

    [Fact]
    public void OnResult_MapOfNothing_HasNoPeak()
    {
        See(new(0.75, 0.75), 50, value: 0);
        Assert.Empty(_events.Recent(10));
    }

    [Fact]
    public void OnResult_ZonesAreChanged_TakesTheNewOnes()
    {
        See(new(0.75, 0.75), 10);
        Ask(new SourceConfig { Zones = [Door, Door with { Name = "mat", Dwell = null }] });
        See(new(0.75, 0.75), 10);
        Ask(new SourceConfig { Zones = [Door with { Name = "mat" }] });
        See(new(0.75, 0.75), 1);
        Assert.Equal(["zone-entered door", "zone-entered mat", "zone-left door"], _events.Recent(10).Select(happened => $"{happened.Kind} {happened.Zone}"));
        Assert.Equal(["mat"], _source.ZoneTimes.Keys);
    }

    [Fact]
    public void OnResult_ZoneTimes_AreKeptAndCountedOn()
    {
        See(new(0.75, 0.75), 76);
        Assert.True(_source.ZoneTimes["door"].IsInside);
        Assert.InRange(_source.ZoneTimes["door"].Seconds, 2, 3);
        See(new(0.1, 0.1), 10);
        Assert.Equal(3.04, _source.ZoneTimes["door"].Seconds, 1e-6);
        Assert.False(_source.ZoneTimes["door"].IsInside);

        using var next = new AttentionDetector(_source, _events, _time);
        See(new(0.75, 0.75), 26, next);
        See(new(0.1, 0.1), 10, next);
        Assert.Equal(4.08, _source.ZoneTimes["door"].Seconds, 1e-6);
    }

    [Fact]
    public void OnResult_EntropyJumps_TellsItButNotWhileWarming()
    {
        See(new(0.1, 0.1), 100, entropy: 8);
        See(new(0.1, 0.1), 10, entropy: 11, state: MapState.Warming);
        Assert.Empty(_events.Recent(10));
        See(new(0.1, 0.1), 1, entropy: 11);
        var spread = Assert.Single(_events.Recent(10));
        Assert.Equal(("spread", 11.0, new FramePoint(0.1, 0.1)), (spread.Kind, spread.Entropy!.Value, spread.Peak!.Value));
    }

    [Fact]
    public void OnResult_SpreadIsNotAskedFor_TellsNone()
    {
        Ask(new SourceConfig(), new EventConfig { SpreadBits = null });
        See(new(0.1, 0.1), 100, entropy: 8);
        See(new(0.1, 0.1), 10, entropy: 12);
        Assert.Empty(_events.Recent(10));
    }

    [Fact]
    public void OnState_AnotherState_IsToldWithoutSecrets()
    {
        _detector.OnState(new SourceStateChange(SourceState.Live, null, _time.GetUtcNow(), 1));
        _detector.OnState(new SourceStateChange(SourceState.Reconnecting, "rtsp://admin:secret@camera/ is gone", _time.GetUtcNow(), 1));
        _detector.OnState(new SourceStateChange(SourceState.Reconnecting, "refused", _time.GetUtcNow(), 1));
        Assert.Equal([("live", null), ("reconnecting", "rtsp://admin:***@camera/ is gone")], _events.Recent(10).Select(happened => (happened.State, happened.Reason)));
    }

    [Theory]
    [InlineData(SourceState.Reconnecting)]
    [InlineData(SourceState.Failed)]
    public void OnState_SourceIsGone_VisitsEndBeforeThatIsTold(SourceState state)
    {
        See(new(0.75, 0.75), 11);
        var at = _time.GetUtcNow();
        Change(state);
        Assert.Equal(["zone-entered", "zone-left", "source-state"], _events.Recent(10).Select(happened => happened.Kind));
        Assert.Equal(at, _events.Recent(2)[0].At);
        Assert.False(_source.ZoneTimes["door"].IsInside);
    }

    [Fact]
    public void OnState_SourceIsGone_MapsThatWereOnTheirWayEnterNothing()
    {
        See(new(0.75, 0.75), 11);
        Change(SourceState.Reconnecting);
        See(new(0.75, 0.75), 20);
        Assert.Equal("source-state", _events.Recent(1)[0].Kind);

        Change(SourceState.Warming);
        See(new(0.75, 0.75), 5);
        Assert.Equal("source-state", _events.Recent(1)[0].Kind);
        See(new(0.75, 0.75), 1);
        Assert.Equal("zone-entered", _events.Recent(1)[0].Kind);
        Assert.True(_source.ZoneTimes["door"].IsInside);
    }

    [Fact]
    public void OnState_SourceStalls_VisitGoesOnUntilItIsGone()
    {
        See(new(0.75, 0.75), 11);
        Change(SourceState.Stalled);
        Change(SourceState.Live);
        See(new(0.75, 0.75), 11);
        Assert.Equal(["zone-entered", "source-state", "source-state"], _events.Recent(10).Select(happened => happened.Kind));

        Change(SourceState.Stalled);
        Assert.True(_source.ZoneTimes["door"].IsInside);
        Change(SourceState.Reconnecting);
        Assert.Equal("zone-left", _events.Recent(2)[0].Kind);
    }

    [Fact]
    public void OnAudio_NeverThere_IsNoLoss()
    {
        Hear(AudioState.Missing);
        Assert.Empty(_events.Recent(10));
        Hear(AudioState.Present);
        Assert.Equal("audio-found", Assert.Single(_events.Recent(10)).Kind);
    }

    [Fact]
    public void OnAudio_ThereFromTheBeginning_IsNotFound()
    {
        Hear(AudioState.Present);
        Assert.Empty(_events.Recent(10));
    }

    [Fact]
    public void OnAudio_LostAndBack_IsToldOnceEach()
    {
        See(new(0.1, 0.1), 1);
        Hear(AudioState.Silent);
        Hear(AudioState.Missing);
        Hear(AudioState.Present);
        Assert.Equal(["audio-lost silent", "audio-found present"], _events.Recent(10).Select(happened => $"{happened.Kind} {happened.State}"));
    }

    [Fact]
    public void Dispose_SomebodyIsInside_EndsTheVisit()
    {
        See(new(0.75, 0.75), 11);
        _detector.Dispose();
        Assert.Equal("zone-left", _events.Recent(1)[0].Kind);
        Assert.False(_source.ZoneTimes["door"].IsInside);
    }

    [Fact]
    public void Dispose_BeforeTheFirstMap_LeavesTheZonesTimes()
    {
        See(new(0.75, 0.75), 26);
        See(new(0.1, 0.1), 10);
        _detector.Dispose();
        var before = _source.ZoneTimes["door"];

        new AttentionDetector(_source, _events, _time).Dispose();

        Assert.Equal(before, _source.ZoneTimes["door"]);
        Assert.True(before.Seconds > 1);
    }

    private void Ask(SourceConfig source, EventConfig? events = null) => _source.Pause(
        StreamPlan.Of(new StavisConfig { Events = events ?? new() }, new StreamConfig { Name = "hall", Source = source with { Synthetic = true }, Outputs = new() { Display = false } }),
        pause: new CancellationTokenSource());

    private void Change(SourceState state) => _detector.OnState(new SourceStateChange(state, null, _time.GetUtcNow(), 1));

    private void Hear(AudioState state) => _detector.OnAudio(new AudioChange(state, null, _time.GetUtcNow()));

    private void See(
        FramePoint peak, int frames, AttentionDetector? detector = null, double value = 0.9, double entropy = 9, MapState state = MapState.Live)
    {
        for (var frame = 0; frame < frames; frame++)
        {
            using var result = TestResults.Make(_frame++, [0.5f]) with { State = state };
            (detector ?? _detector).OnResult(result, new AttentionSample(_time.GetUtcNow(), peak, value, entropy));
            _time.Advance(TimeSpan.FromMilliseconds(40));
        }
    }
}
