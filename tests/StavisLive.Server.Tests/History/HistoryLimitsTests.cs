using StavisLive.Server.History;
using StavisLive.Testing;
using static StavisLive.Server.Tests.History.TestHistory;

namespace StavisLive.Server.Tests.History;

public class HistoryLimitsTests
{
    [Fact]
    public async Task WriteAsync_FarMoreThanTheLimit_KeepsTheNewestAndStaysBelow()
    {
        const long Megabyte = 1 << 20;
        using var folder = new TestHistory();
        using var database = new HistoryDatabase(folder.Config with { Megabytes = 2, Days = 3650 });
        var most = 0L;

        foreach (var batch in Enumerable.Range(0, 60_000).Select(index => Row($"source-{index % 4}", index / 4)).Chunk(32))
        {
            await database.WriteAsync(batch, Start.AddDays(6));
            most = Math.Max(most, folder.Bytes);
        }

        // The shared memory beside it is no disk's: 32 KB.
        Assert.InRange(most, Megabyte, 2 * Megabyte + 32768);
        for (var source = 0; source < 4; source++)
        {
            var rows = await ReadAsync(database, $"source-{source}");
            Assert.InRange(rows.Count, 500, 2000);
            Assert.Equal(Start.AddSeconds(10 * 14_999), rows[^1].At);
        }
    }

    [Fact]
    public async Task WriteAsync_WhileSomebodyReads_WhatLiesBesideTheFileStaysSmall()
    {
        using var folder = new TestHistory();
        using var database = new HistoryDatabase(folder.Config with { Megabytes = 1, Days = 3650 });
        using var stop = new CancellationTokenSource();
        var rows = 0;
        var reading = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested) Interlocked.Add(ref rows, (await ReadAsync(database, "source-1")).Count);
        });
        var most = 0L;

        foreach (var batch in Enumerable.Range(0, 12_000).Select(index => Row($"source-{index % 4}", index / 4)).Chunk(32))
        {
            await database.WriteAsync(batch, Start.AddDays(1));
            // From the first batch on somebody reads.
            if (most == 0) await Eventually.HoldsAsync(() => Volatile.Read(ref rows) > 0);
            most = Math.Max(most, folder.Bytes);
        }
        await stop.CancelAsync();
        await reading;

        Assert.True(most <= (1 << 20) + 32768, $"{most} bytes");
    }

    [Fact]
    public async Task WriteAsync_Days_DeletesWhatIsOlderOfEverySource()
    {
        using var folder = new TestHistory();
        using var database = new HistoryDatabase(folder.Config with { Days = 1 });
        await WriteAsync(database, Enumerable.Range(0, 20_000).SelectMany(tens => new[] { Row("hall", tens), Row("yard", tens) }), Start);
        await WriteAsync(database, [Row("gone", 5)], Start);

        await WriteAsync(database, [Row("hall", 20_000)], Start.AddSeconds(200_000));

        Assert.Equal(Start.AddSeconds(200_000 - 86_400), (await ReadAsync(database, "hall"))[0].At);
        Assert.Equal(8640, (await ReadAsync(database, "yard")).Count);
        Assert.Empty(await ReadAsync(database, "gone"));
    }

    [Fact]
    public async Task WriteAsync_SmallerLimitThanBefore_GivesTheRoomBack()
    {
        using var folder = new TestHistory();
        using (var large = new HistoryDatabase(folder.Config with { Megabytes = 16, Days = 3650 }))
            await WriteAsync(large, Enumerable.Range(0, 30_000).Select(tens => Row("hall", tens)), Start);
        Assert.True(folder.Bytes > 8 << 20);

        using var small = new HistoryDatabase(folder.Config with { Megabytes = 2, Days = 3650 });
        await WriteAsync(small, Enumerable.Range(30_000, 2000).Select(tens => Row("hall", tens)), Start);

        Assert.True(folder.Bytes <= (2 << 20) + 32768, $"{folder.Bytes} bytes");
        Assert.Equal(Start.AddSeconds(319_990), (await ReadAsync(small, "hall"))[^1].At);
    }

    [Fact]
    public async Task WriteAsync_InMemory_StaysBelowTheLimitToo()
    {
        using var database = new HistoryDatabase(new() { Megabytes = 1, Days = 3650 });

        await WriteAsync(database, Enumerable.Range(0, 20_000).Select(tens => Row("hall", tens)), Start);

        Assert.InRange((await ReadAsync(database, "hall")).Count, 500, 2000);
    }
}
