using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Sinks;
using StavisLive.Server.History;
using StavisLive.Testing;
using static StavisLive.Server.Tests.History.TestHistory;

namespace StavisLive.Server.Tests.History;

public sealed class HistoryWriterTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestHistory _folder = new();
    private readonly HistoryQueue _queue = new();
    private readonly CollectedLines _lines = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task StopAsync_RowsThatWait_AreWritten()
    {
        using var database = new HistoryDatabase(_folder.Config with { Days = 3650 });
        using var writer = Writer(database);
        await writer.StartAsync(default);
        for (var tens = 0; tens < 100; tens++) _queue.Add(Row("hall", tens));

        await writer.StopAsync(default);

        Assert.Equal(100, (await ReadAsync(database, "hall")).Count);
        Assert.Empty(_lines.Lines);
    }

    [Fact]
    public async Task Run_DiskIsFull_DropsAndTellsOnceThenGoesOn()
    {
        var place = Path.Combine(_folder.Folder, "disk");
        using var disk = SmallDisk.TryMount(place, kilobytes: 600);
        Assert.SkipWhen(disk is null, "Mounting is not permitted here.");
        using var database = new HistoryDatabase(new() { File = Path.Combine(place, "attention.db"), Days = 3650 });
        using var writer = Writer(database);
        await writer.StartAsync(default);

        var tens = 0;
        await UntilAsync(() => _queue.Dropped > 0, () => _queue.Add(Row("hall", tens++)));
        await UntilAsync(() => _queue.Dropped > 300, () => _queue.Add(Row("hall", tens++)));
        Assert.Contains("the disk is full", Assert.Single(_lines.Lines));

        // Somebody makes room: that can't be had on this disk but by a larger one.
        await Remount(place, 4000);
        await UntilAsync(() => _lines.Lines.Count == 2, () => _queue.Add(Row("hall", tens++)));
        await writer.StopAsync(default);

        Assert.Contains("again", _lines.Lines[1]);
        var rows = await ReadAsync(database, "hall");
        Assert.Equal(tens, rows.Count + _queue.Dropped);
    }

    [Fact]
    public async Task Run_FolderIsTakenAwayAndMadeAgain_DropsAndTellsOnceThenGoesOnThere()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "What is open cannot be taken away there.");
        var place = Directory.CreateDirectory(Path.Combine(_folder.Folder, "place"));
        var config = _folder.Config with { File = Path.Combine(place.FullName, "attention.db") };
        using var database = new HistoryDatabase(config);
        await WriteAsync(database, [Row("hall", 0)], Start);
        var time = new FakeTimeProvider(Start);
        using var writer = new HistoryWriter(_queue, database, time, _lines);
        await writer.StartAsync(default);
        var tens = 1;

        place.Delete(recursive: true);
        await UntilAsync(() => _queue.Dropped > 100, Another);
        Assert.Contains("cannot be written", Assert.Single(_lines.Lines));
        Assert.Contains("cannot be read", (await Assert.ThrowsAsync<SinkException>(() => ReadAsync(database, "hall"))).Message);
        place.Create();
        await UntilAsync(() => _lines.Lines.Count == 2, Another);
        await writer.StopAsync(default);

        Assert.Contains("again", _lines.Lines[1]);
        Assert.Equal(tens - 1, (await ReadAsync(database, "hall")).Count + _queue.Dropped);

        void Another()
        {
            _queue.Add(Row("hall", tens++));
            time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private HistoryWriter Writer(HistoryDatabase database) => new(_queue, database, TimeProvider.System, _lines);

    private static async Task Remount(string place, int kilobytes)
    {
        using var mount = System.Diagnostics.Process.Start("mount", ["-o", $"remount,size={kilobytes}k", place]);
        await mount.WaitForExitAsync();
        Assert.Equal(0, mount.ExitCode);
    }

    private static async Task UntilAsync(Func<bool> holds, Action meanwhile)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            for (var index = 0; index < 64; index++) meanwhile();
            await Task.Delay(50);
            Assert.True(TimeProvider.System.GetElapsedTime(begin) < Patience, "It never came to that.");
        }
    }

    private sealed class CollectedLines : ILogger<HistoryWriter>
    {
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_lines) return [.. _lines];
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lines) _lines.Add(formatter(state, exception));
        }
    }
}
