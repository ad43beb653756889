using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Media;
using StavisLive.Server.Events.Detection;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Tests.Events.Detection;

public sealed class ZoneWatchTests
{
    private static readonly FramePoint In = new(0.25, 0.5);
    private static readonly FramePoint Out = new(0.75, 0.5);
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(200);

    private readonly ZoneWatch _watch = new(new Dictionary<string, ZoneTime>());
    private readonly List<string> _told = [];
    private long _now;

    [Fact]
    public void Step_PeakComesAndStays_IsEnteredOnceItHasSettled()
    {
        Watch(Left("door"));
        Run(Out, 3);
        Run(In, 5);
        Assert.Empty(_told);
        Run(In, 20);
        Assert.Equal(["zone-entered door @320"], _told);
    }

    [Fact]
    public void Step_PeakGoes_VisitIsFromItsFirstSampleInsideToItsFirstOutside()
    {
        Watch(Left("door"));
        Run(Out, 1);
        Run(In, 25);
        Run(Out, 25);
        // Inside at 40, outside at 1040.
        Assert.Equal(["zone-entered door @240", "zone-left door 1 @1240"], _told);
        Assert.Equal(1, _watch.Times["door"].Seconds, 1e-9);
        Assert.False(_watch.Times["door"].IsInside);
    }

    [Fact]
    public void Step_FlickeringPeak_NeitherFloodsNorEnds()
    {
        Watch(Left("door"));
        for (var turn = 0; turn < 100; turn++)
        {
            Run(In, 4);
            Run(Out, 1);
        }
        Assert.Empty(_told);
        Run(In, 6);
        for (var turn = 0; turn < 100; turn++)
        {
            Run(Out, 4);
            Run(In, 1);
        }
        Run(Out, 6);
        // From 20 s on, 206 * 40 ms and a hundred times 200 ms; and what flickers counts.
        Assert.Equal(["zone-entered door @20200", "zone-left door 20.24 @40440"], _told);
    }

    [Fact]
    public void Step_NoSettle_TellsAtOnce()
    {
        Watch(Left("door"));
        Step(Out, TimeSpan.Zero);
        Step(In, TimeSpan.Zero);
        Step(Out, TimeSpan.Zero);
        Assert.Equal(["zone-entered door @40", "zone-left door 0.04 @80"], _told);
    }

    [Fact]
    public void Step_Dwell_IsToldOnceAVisit()
    {
        Watch(Left("door") with { Dwell = 0.4 });
        Run(In, 100);
        Run(Out, 10);
        Run(In, 100);
        Assert.Equal(["zone-entered door @200", "zone-dwell door 0.4 @400", "zone-left door 4 @4200", "zone-entered door @4600", "zone-dwell door 0.4 @4800"], _told);
    }

    [Fact]
    public void Step_DwellShorterThanSettle_IsToldWithTheEntering()
    {
        Watch(Left("door") with { Dwell = 0.1 });
        Run(In, 10);
        Assert.Equal(["zone-entered door @200", "zone-dwell door 0.2 @200"], _told);
    }

    [Fact]
    public void Step_GapOfMoreThanASecond_CountsNothing()
    {
        Watch(Left("door") with { Dwell = 2 });
        Run(In, 26);
        _now += 60_000;
        Run(In, 1);
        Assert.Equal(["zone-entered door @200"], _told);
        Assert.Equal(1, _watch.Times["door"].Seconds, 1e-9);
        Run(In, 25);
        Assert.Equal("zone-dwell door 2 @62040", _told[^1]);
    }

    [Fact]
    public void Step_GapOfASecond_Counts()
    {
        Watch(Left("door"));
        Run(In, 6);
        _now += 960;
        Run(In, 1);
        Assert.Equal(1.2, _watch.Times["door"].Seconds, 1e-9);
    }

    [Fact]
    public void Step_TimeGoesBack_IsSeenAnew()
    {
        Watch(Left("door"));
        Run(Out, 100);
        Run(In, 3);
        _now = 0;
        Run(In, 5);
        Assert.Empty(_told);
        Run(In, 1);
        Assert.Equal(["zone-entered door @200"], _told);
    }

    [Fact]
    public void Step_NoPeakAtAll_IsOutside()
    {
        Watch(Left("door"));
        Run(In, 10);
        Run(null, 10);
        Assert.Equal("zone-left door 0.4 @600", _told[^1]);
    }

    [Fact]
    public void Step_OverlappingZones_EachTellItsOwn()
    {
        Watch(Left("door"), Whole("hall"));
        Run(In, 10);
        Run(Out, 10);
        Assert.Equal(["zone-entered door @200", "zone-entered hall @200", "zone-left door 0.4 @600"], _told);
    }

    [Fact]
    public void Watch_ZoneThatStays_KeepsItsVisitAndItsDwell()
    {
        Watch(Left("door") with { Dwell = 0.8 });
        Run(In, 11);
        Watch(Whole("hall"), Left("door") with { Dwell = 0.8 });
        Run(In, 15);
        Run(Out, 6);
        Assert.Equal(["zone-entered door @200", "zone-entered hall @640", "zone-dwell door 0.8 @800", "zone-left door 1.04 @1240"], _told);
    }

    [Fact]
    public void Watch_ZoneIsGone_EndsItsVisit()
    {
        Watch(Left("door"));
        Run(In, 11);
        Watch(Whole("hall"));
        Assert.Equal("zone-left door 0.4 @440", _told[^1]);
        Assert.Equal(["hall"], _watch.Times.Keys);
    }

    [Fact]
    public void Watch_TimesOfEarlierStreams_GoOn()
    {
        var watch = new ZoneWatch(new Dictionary<string, ZoneTime> { ["door"] = new(100, true) });
        watch.Watch([Left("door")]);
        for (var sample = 0; sample < 26; sample++) watch.Step(MediaTime.FromMilliseconds(sample * 40), In, Settle);
        Assert.Equal(101, watch.Times["door"].Seconds, 1e-9);
    }

    [Fact]
    public void End_SomebodyIsInside_TellsThatItIsOver()
    {
        Watch(Left("door"), Whole("hall"));
        Run(In, 11);
        Note(_watch.End());
        Assert.Equal(["zone-left door 0.4 @440", "zone-left hall 0.4 @440"], _told[2..]);
        Assert.False(_watch.IsInside);
    }

    [Fact]
    public void End_PeakHadJustCome_HasToStayAnew()
    {
        Watch(Left("door"));
        Run(Out, 1);
        Run(In, 4);
        Note(_watch.End());
        _now += 60_000;
        Run(In, 5);
        Assert.Empty(_told);
        Run(In, 1);
        Assert.Equal(["zone-entered door @60400"], _told);
    }

    [Fact]
    public void Step_NothingHappens_AllocatesNothing()
    {
        Watch([.. Enumerable.Range(0, 20).Select(number => Left($"door {number}"))]);
        Run(In, 100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var sample = 0; sample < 1000; sample++) _watch.Step(MediaTime.FromMilliseconds(_now += 40), In, Settle);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static ZoneConfig Left(string name) => new() { Name = name, Corners = [new(0, 0), new(0.5, 0), new(0.5, 1), new(0, 1)] };

    private static ZoneConfig Whole(string name) => new() { Name = name, Corners = [new(0, 0), new(1, 0), new(1, 1), new(0, 1)] };

    private void Watch(params IReadOnlyList<ZoneConfig> zones) => Note(_watch.Watch(zones));

    private void Run(FramePoint? peak, int samples)
    {
        for (var sample = 0; sample < samples; sample++) Step(peak, Settle);
    }

    // A sample each 40 ms, from 0 on.
    private void Step(FramePoint? peak, TimeSpan settle)
    {
        Note(_watch.Step(MediaTime.FromMilliseconds(_now), peak, settle));
        _now += 40;
    }

    private void Note(ReadOnlySpan<ZoneChange> changes)
    {
        foreach (var change in changes)
            _told.Add(FormattableString.Invariant($"{change.Kind} {change.Zone} {(change.Seconds is { } seconds ? $"{seconds:0.###} " : "")}@{_now}"));
    }
}
