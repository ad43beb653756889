using Microsoft.Data.Sqlite;
using StavisLive.Core.Configuration.Serving;
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
        using (var observer = new HistoryObserver("hall", null, queue))
        {
            for (var frame = 0; frame < 1200; frame++)
            {
                using var result = TestResults.Make(frame, TestResults.Blob(frame < 600 ? 20 : 90, 56).Select(value => value - 0.0999f).ToArray());
                observer.OnResult(result, AttentionSample.Of(result, Start.AddMilliseconds(frame * 100)));
            }
        }
        queue.Complete();
        await WriteAsync(database, queue.Reader.ReadAllAsync().ToBlockingEnumerable(), Start);

        var left = Assert.Single(await SearchAsync(database, "hall", LeftHalf));
        var right = Assert.Single(await SearchAsync(database, "hall", RightHalf));

        Assert.Equal((Start, Start.AddMinutes(1)), (left.From, left.To));
        Assert.Equal((Start.AddMinutes(1), Start.AddMinutes(2)), (right.From, right.To));
        Assert.True(left.Share > 0.95 && right.Share > 0.95, $"{left} {right}");
        Assert.Empty(await SearchAsync(database, "yard", LeftHalf));
    }

    [Fact]
    public async Task SearchAsync_GapsAndShares_MakeIntervalsWithTheirMeans()
    {
        using var database = await MemoryOf(Row("hall", 0), Row("hall", 1), Row("hall", 3), Row("hall", 4, column: 15), Row("hall", 5));

        var found = await SearchAsync(database, "hall", LeftHalf);

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

        var found = await new AttentionHistory(database).SearchAsync("hall", LeftHalf, Start.AddSeconds(15), Start.AddSeconds(40)).ToListAsync();

        Assert.Equal([new AttentionInterval(Start.AddSeconds(10), Start.AddSeconds(40), 1)], found);
    }

    [Fact]
    public async Task SearchAsync_ManyIntervals_AreAllFound()
    {
        const int Count = 9000;
        using var database = await MemoryOf(Enumerable.Range(0, Count).Select(index => Row("hall", index * 2)).ToArray());

        var found = await SearchAsync(database, "hall", LeftHalf);

        Assert.Equal(Enumerable.Range(0, Count).Select(index => Start.AddSeconds(20 * index)), found.Select(interval => interval.From));
    }

    [Fact]
    public async Task SearchAsync_AnotherRegionWasWatchedThen_FindsThePlaceInTheFrame()
    {
        // Attention in the first column of what is watched: left in the frame, then in its middle, then left again.
        using var database = await MemoryOf(Row("hall", 0), Row("hall", 1, watched: RightHalf), Row("hall", 2, watched: LeftHalf));

        var left = await SearchAsync(database, "hall", LeftHalf with { Width = 0.25 }, watchedNow: RightHalf);
        var middle = await SearchAsync(database, "hall", RightHalf with { Width = 0.25 }, watchedNow: RightHalf);

        Assert.Equal([Start, Start.AddSeconds(20)], left.Select(interval => interval.From));
        Assert.Equal([new AttentionInterval(Start.AddSeconds(10), Start.AddSeconds(20), 1)], middle);
    }

    [Fact]
    public async Task ReadAsync_LessOfTheFrameWasWatchedThanIsSearched_TellsNothingOfTheRest()
    {
        using var database = await MemoryOf([.. Enumerable.Range(0, 9000).Select(tens => Row("hall", tens, watched: RightHalf)), Row("hall", 9000)]);

        Assert.Equal([Start.AddSeconds(90_000)], (await ReadAsync(database, "hall", LeftHalf)).Select(row => row.At));
    }

    [Fact]
    public async Task SearchAsync_NoShareIsGiven_ItIsTwiceThePartOfWhatWasWatched()
    {
        // Half of the attention: twice a quarter of the frame, but not twice half of its half.
        var sums = new float[AttentionGrid.Length];
        (sums[0], sums[AttentionGrid.Side - 1]) = (1, 1);
        var whole = Row("hall", 0) with { Grid = AttentionGrid.Pack(sums) };
        using var database = await MemoryOf(whole, whole with { Slot = whole.Slot + 1, Watched = LeftHalf });

        Assert.Equal([new AttentionInterval(Start, Start.AddSeconds(10), 0.5)], await SearchAsync(database, "hall", LeftHalf with { Width = 0.25 }));
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
            () => new AttentionHistory(database).SearchAsync("hall", LeftHalf, Start, Start.AddDays(1), cancellationToken: stop.Token).ToListAsync().AsTask());
    }

    [Fact]
    public async Task SearchAsync_ADayAmongOthers_FindsItsOwn()
    {
        const int Day = 8640;
        using var database = await MemoryOf([.. Enumerable.Range(0, Day).SelectMany(tens => Enumerable.Range(0, 3).Select(source => Row($"source-{source}", tens, column: tens % 16)))]);

        Assert.Equal(Day / 16, (await SearchAsync(database, "source-1", LeftHalf)).Count);
    }

    [Fact]
    public void Select_OfASource_ReadsItsRowsAlone()
    {
        // How quick that is, is in docs/measurements/server.md: 5 ms a day among sixteen sources.
        using var folder = new TestHistory();
        using var database = new HistoryDatabase(folder.Config);
        using var connection = new SqliteConnection($"Data Source={folder.Config.File};Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + HistoryDatabase.Select;
        foreach (var parameter in new[] { "$id", "$first", "$last", "$limit" }) command.Parameters.AddWithValue(parameter, 1);
        List<string> steps = [];
        using var reader = command.ExecuteReader();
        while (reader.Read()) steps.Add(reader.GetString(3));

        Assert.Contains("SEARCH cells USING PRIMARY KEY (source=? AND slot>? AND slot<?)", steps);
        Assert.DoesNotContain(steps, step => step.StartsWith("SCAN", StringComparison.Ordinal) || step.Contains("TEMP B-TREE", StringComparison.Ordinal));
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
            await foreach (var _ in new AttentionHistory(database).ReadAsync("hall", LeftHalf, Start, Start.AddDays(30), cancellationToken: stop.Token))
            {
                if (++rows == 100) await stop.CancelAsync();
            }
        });
        Assert.InRange(rows, 100, 8640);
    }

    private static async Task<List<AttentionInterval>> SearchAsync(HistoryDatabase database, string source, FrameArea region, FrameArea? watchedNow = null) =>
        await new AttentionHistory(database).SearchAsync(source, region, Start.AddDays(-1), Start.AddDays(30), watchedNow: watchedNow).ToListAsync();

    private static async Task<HistoryDatabase> MemoryOf(params AttentionCell[] rows)
    {
        var database = new HistoryDatabase(new HistoryConfig());
        await WriteAsync(database, rows, Start);
        return database;
    }
}
