using Microsoft.Data.Sqlite;
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
    public async Task SearchAsync_ADayAmongOthers_FindsItsOwn()
    {
        const int Day = 8640;
        using var database = await MemoryOf([.. Enumerable.Range(0, Day).SelectMany(tens => Enumerable.Range(0, 3).Select(source => Row($"source-{source}", tens, column: tens % 16)))]);

        Assert.Equal(Day / 16, (await new AttentionHistory(database).SearchAsync("source-1", LeftHalf, Start, Start.AddDays(1))).Count);
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
