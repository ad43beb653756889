using System.Diagnostics;
using StavisLive.Core.Configuration;
using StavisLive.Core.Media;
using StavisLive.Server.History;
using StavisLive.Server.Sources;
using StavisLive.Testing;
using static StavisLive.Server.Tests.History.TestHistory;

namespace StavisLive.Server.Tests.History;

public class AttentionHistoryTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SearchAsync_PeakLeftForAMinuteThenRight_IsFoundInEach(bool isInMemory)
    {
        using var folder = new TestHistory();
        using var database = new HistoryDatabase(isInMemory ? new() : folder.Config);
        var queue = new HistoryQueue();
        using (var observer = new HistoryObserver("hall", queue))
        {
            for (var frame = 0; frame < 1200; frame++)
            {
                using var result = TestResults.Make(frame, TestResults.Blob(frame < 600 ? 20 : 90, 56).Select(value => value - 0.0999f).ToArray());
                observer.OnResult(result, AttentionSample.Of(result, Start.AddMilliseconds(frame * 100)));
            }
        }
        queue.Complete();
        await WriteAsync(database, queue.Reader.ReadAllAsync().ToBlockingEnumerable(), Start);
        var history = new AttentionHistory(database);

        var left = Assert.Single(await history.SearchAsync("hall", LeftHalf, Start.AddDays(-1), Start.AddDays(1)));
        var right = Assert.Single(await history.SearchAsync("hall", RightHalf, Start.AddDays(-1), Start.AddDays(1)));

        Assert.Equal((Start, Start.AddMinutes(1)), (left.From, left.To));
        Assert.Equal((Start.AddMinutes(1), Start.AddMinutes(2)), (right.From, right.To));
        Assert.True(left.Share > 0.95 && right.Share > 0.95, $"{left} {right}");
        Assert.Empty(await history.SearchAsync("yard", LeftHalf, Start.AddDays(-1), Start.AddDays(1)));
    }

    [Fact]
    public async Task SearchAsync_GapsAndShares_MakeIntervalsWithTheirMeans()
    {
        using var database = await MemoryOf(Row("hall", 0), Row("hall", 1), Row("hall", 3), Row("hall", 4, column: 15), Row("hall", 5));

        var found = await new AttentionHistory(database).SearchAsync("hall", LeftHalf, Start, Start.AddMinutes(1));

        Assert.Equal(
            [
                new AttentionInterval(Start, Start.AddSeconds(20), 1),
                new AttentionInterval(Start.AddSeconds(30), Start.AddSeconds(40), 1),
                new AttentionInterval(Start.AddSeconds(50), Start.AddSeconds(60), 1),
            ],
            found);
    }

    [Fact]
    public async Task SearchAsync_FromAndTo_CountTenSecondsThatOverlap()
    {
        using var database = await MemoryOf(Enumerable.Range(0, 6).Select(tens => Row("hall", tens)).ToArray());

        var found = await new AttentionHistory(database).SearchAsync("hall", LeftHalf, Start.AddSeconds(15), Start.AddSeconds(40));

        Assert.Equal([new AttentionInterval(Start.AddSeconds(10), Start.AddSeconds(40), 1)], found);
    }

    [Fact]
    public async Task SearchAsync_Limit_GivesTheFirstIntervals()
    {
        using var database = await MemoryOf(Enumerable.Range(0, 50).Select(index => Row("hall", index * 2)).ToArray());

        var found = await new AttentionHistory(database).SearchAsync("hall", LeftHalf, Start, Start.AddDays(1), limit: 3);

        Assert.Equal([Start, Start.AddSeconds(20), Start.AddSeconds(40)], found.Select(interval => interval.From));
    }

    [Theory]
    [InlineData(0.5, 0.5, 0.5)]
    [InlineData(1, 1, 0.95)]
    [InlineData(0.01, 0.01, 2.0 / 256)]
    public void DefaultShare_Region_IsTwiceItsAreaWithinReason(double width, double height, double expected) =>
        Assert.Equal(expected, AttentionHistory.DefaultShare(new FrameArea { Width = width, Height = height }), 1e-12);

    [Fact]
    public async Task ReadAsync_TwoRunsInTheSameTenSeconds_TellsTheOneOfMoreMaps()
    {
        using var database = await MemoryOf(Row("hall", 0, maps: 200), Row("hall", 0, column: 15, maps: 20), Row("hall", 1, maps: 20), Row("hall", 1, column: 15, maps: 200));

        Assert.Equal([1, 0], (await ReadAsync(database, "hall")).Select(row => row.Share));
    }

    [Fact]
    public async Task ReadAsync_Cancelled_Ends()
    {
        using var database = await MemoryOf(Row("hall", 0));
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new AttentionHistory(database).SearchAsync("hall", LeftHalf, Start, Start.AddDays(1), cancellationToken: stop.Token));
    }

    [Fact]
    public async Task SearchAsync_ADayAmongSixteenSources_TakesMilliseconds()
    {
        const int Day = 8640;
        using var folder = new TestHistory();
        using var database = new HistoryDatabase(folder.Config with { Days = 3650 });
        await WriteAsync(database, Enumerable.Range(0, Day).SelectMany(tens => Enumerable.Range(0, 16).Select(source => Row($"source-{source}", tens, column: tens % 16))), Start);
        var history = new AttentionHistory(database);
        await history.SearchAsync("source-7", LeftHalf, Start, Start.AddDays(1));

        var best = TimeSpan.MaxValue;
        for (var turn = 0; turn < 5; turn++)
        {
            var begin = Stopwatch.GetTimestamp();
            var found = await history.SearchAsync("source-7", LeftHalf, Start, Start.AddDays(1));
            var took = Stopwatch.GetElapsedTime(begin);
            if (took < best) best = took;
            Assert.Equal(Day / 16, found.Count);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{best.TotalMilliseconds:0.0} ms a day, {folder.Bytes / (16.0 * Day):0} bytes a row");
        Assert.True(best < TimeSpan.FromMilliseconds(100), $"{best.TotalMilliseconds} ms");
    }

    [Fact]
    public async Task ReadAsync_MoreThanADay_IsReadInPiecesAndEndsWhenItIsTold()
    {
        const int Rows = 30_000;
        using var database = await MemoryOf(Enumerable.Range(0, Rows).Select(tens => Row("hall", tens)).ToArray());
        using var stop = new CancellationTokenSource();
        var rows = 0;

        Assert.Equal(Rows, (await ReadAsync(database, "hall")).Select(row => row.At).Distinct().Count());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in new AttentionHistory(database).ReadAsync("hall", LeftHalf, Start, Start.AddDays(30), stop.Token))
            {
                if (++rows == 100) await stop.CancelAsync();
            }
        });
        Assert.InRange(rows, 100, 8640);
    }

    private static async Task<HistoryDatabase> MemoryOf(params AttentionCell[] rows)
    {
        var database = new HistoryDatabase(new HistoryConfig());
        await WriteAsync(database, rows, Start);
        return database;
    }
}
