using StavisLive.Server.History;
using StavisLive.Server.Sources;
using StavisLive.Testing;
using static StavisLive.Server.Tests.History.TestHistory;

namespace StavisLive.Server.Tests.History;

public class HistoryObserverTests
{
    private readonly HistoryQueue _queue = new();

    [Fact]
    public void OnResult_TenSecondsAreOver_HandsTheirMeanOver()
    {
        using var observer = new HistoryObserver("hall", null, _queue);
        // From the middle of ten seconds to the middle of the next ones.
        for (var frame = 0; frame < 10; frame++) Tell(observer, frame, Start.AddSeconds(5 + frame), frame < 2 ? 20 : 90);

        Assert.True(_queue.Reader.TryRead(out var cell));
        Assert.False(_queue.Reader.TryRead(out _));
        Assert.Equal(("hall", AttentionClock.SlotOf(Start), 5), (cell.Source, cell.Slot, cell.Maps));
        Assert.Equal(0.4, AttentionGrid.ShareOf(cell.Grid, AttentionGrid.WeightsOf(LeftHalf)), 0.01);
    }

    [Fact]
    public void Dispose_RestOfTenSeconds_IsHandedOverAsWell()
    {
        var observer = new HistoryObserver("hall", null, _queue);
        Tell(observer, 0, Start, 20);

        observer.Dispose();

        Assert.True(_queue.Reader.TryRead(out var cell));
        Assert.Equal(1, cell.Maps);
    }

    [Fact]
    public void Dispose_PartOfTheFrameIsWatched_IsHandedOverWithIt()
    {
        var observer = new HistoryObserver("hall", RightHalf, _queue);
        Tell(observer, 0, Start, 20);

        observer.Dispose();

        Assert.True(_queue.Reader.TryRead(out var cell));
        Assert.Equal(RightHalf, cell.Watched);
    }

    [Fact]
    public void Dispose_NoMaps_HandsNothingOver()
    {
        new HistoryObserver("hall", null, _queue).Dispose();

        Assert.False(_queue.Reader.TryRead(out _));
    }

    [Fact]
    public void Add_NobodyReads_DropsTheOldestAndCounts()
    {
        for (var index = 0; index < 5000; index++) _queue.Add(Row("hall", index));

        Assert.Equal(5000 - 4096, _queue.Dropped);
        Assert.True(_queue.Reader.TryRead(out var first));
        Assert.Equal(AttentionClock.SlotOf(Start) + _queue.Dropped, first.Slot);
    }

    // All attention in one column.
    private static void Tell(HistoryObserver observer, int frame, DateTimeOffset at, int column)
    {
        var map = new float[112 * 112];
        map[column] = 0.5f;
        using var result = TestResults.Make(frame, map);
        observer.OnResult(result, AttentionSample.Of(result, at));
    }
}
