using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StavisLive.Server.Feeds.SharedMemory;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Feeds.SharedMemory;

/// <summary>What a reader in Python gets of streams.</summary>
public sealed class SharedMemoryFeedTests : IAsyncLifetime
{
    // Prints the frame and the map's hash, as long as the stream runs.
    private const string Reader = """
        import hashlib, sys
        from read_shared_memory import maps
        for lost, slot in maps(sys.argv[1]):
            print(slot["frame"], hashlib.sha256(slot["map"].tobytes()).hexdigest(), slot["state"], slot["at"])
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stavis-shm-");
    private readonly FedStreams _streams = new();

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        await _streams.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Stream_ReaderInPython_GetsTheMapsThatTheHubPublished()
    {
        using var feed = await StartAsync("test");
        var stream = _streams.Start("Hall 1");
        var published = new Dictionary<long, byte[]>();
        var collecting = FedStreams.CollectAsync(stream, published);
        await Eventually.HoldsAsync(() => File.Exists(PathOf("test.hall-1")));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf("test.hall-1")));

        await using var reader = new PythonScript(Reader, PathOf("test.hall-1"));
        var lines = new List<string>();
        while (lines.Count < 20) lines.Add(await reader.ReadLineAsync());
        await _streams.Manager.StopAsync("Hall 1");
        await collecting;
        lines.AddRange(await reader.ReadToEndAsync());

        Assert.All(lines, line =>
        {
            var words = line.Split(' ');
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(published[long.Parse(words[0])])), words[1]);
        });
        await Eventually.HoldsAsync(() => !File.Exists(PathOf("test.hall-1")));
        await feed.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task StartAsync_NameOfAnother_IsRefusedUntilThatOneIsGone()
    {
        var first = await StartAsync("test");
        var failure = await Assert.ThrowsAsync<IOException>(() => StartAsync("test"));
        Assert.Contains("`publish.sharedMemory`", failure.Message);
        using (await StartAsync("other"))
        {
        }

        await first.StopAsync(CancellationToken.None);
        first.Dispose();
        (await StartAsync("test")).Dispose();
    }

    [Fact]
    public async Task StartAsync_ASourceWasCalledLock_NameIsStillTaken()
    {
        using var feed = await StartAsync("test");
        _streams.Start("Lock");
        await Eventually.HoldsAsync(() => File.Exists(PathOf("test.lock")) && new FileInfo(PathOf("test.lock")).Length == RingLayout.Length);
        await _streams.Manager.StopAsync("Lock");
        await Eventually.HoldsAsync(() => !File.Exists(PathOf("test.lock")));

        await Assert.ThrowsAsync<IOException>(() => StartAsync("test"));

        await feed.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Stream_LeftOverOfACrash_IsReplaced()
    {
        await File.WriteAllTextAsync(PathOf("test.a"), "left over");
        using var feed = await StartAsync("test");
        _streams.Start("a");
        await Eventually.HoldsAsync(() => File.Exists(PathOf("test.a")) && new FileInfo(PathOf("test.a")).Length == RingLayout.Length);
        await _streams.Manager.StopAsync("a");
        await feed.StopAsync(CancellationToken.None);
        Assert.Equal([PathOf("test._lock")], Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public async Task Stream_TakesAnothersPlace_HasMemoryOfItsOwn()
    {
        using var feed = await StartAsync("test");
        var stream = _streams.Start("a");
        await Eventually.HoldsAsync(() => File.Exists(PathOf("test.a")));
        await using var reader = new PythonScript(Reader, PathOf("test.a"));
        await reader.ReadLineAsync();

        await _streams.Manager.ReplaceAsync(stream.Plan);
        await reader.ReadToEndAsync();
        await Eventually.HoldsAsync(() => File.Exists(PathOf("test.a")));
        await using var second = new PythonScript(Reader, PathOf("test.a"));
        await second.ReadLineAsync();
        await feed.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Stream_NameIsHeldByAReaderForLong_GetsItOnceThatLetsGo()
    {
        var (time, log) = (new FakeTimeProvider(), new RecordingLogger());
        var (isHeld, tries) = (true, 0);
        using var feed = new SharedMemoryFeed("test", _folder.FullName, Create, _streams.Catalog, _streams.Manager, time, log);
        await feed.StartAsync(CancellationToken.None);
        _streams.Start("a");

        // As on Windows; ten seconds of the feed's clock.
        await AdvanceUntilAsync(() => Volatile.Read(ref tries) > 200);
        Assert.Contains("test.a is held by another program", Assert.Single(log.Entries, entry => entry.Level == LogLevel.Warning).Text);
        Volatile.Write(ref isHeld, false);

        await AdvanceUntilAsync(() => File.Exists(PathOf("test.a")));
        await feed.StopAsync(CancellationToken.None);

        RingFile Create(string name)
        {
            Interlocked.Increment(ref tries);
            return Volatile.Read(ref isHeld) ? throw new RingTakenException(name) : RingFile.Create(_folder.FullName, name);
        }

        Task AdvanceUntilAsync(Func<bool> condition) => Eventually.HoldsAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            return condition();
        });
    }

    [Fact]
    public async Task Stream_EndsWhileItsNameIsHeld_IsFollowedNoLonger()
    {
        var tries = 0;
        using var feed = new SharedMemoryFeed("test", _folder.FullName, Create, _streams.Catalog, _streams.Manager, TimeProvider.System, NullLogger.Instance);
        await feed.StartAsync(CancellationToken.None);
        _streams.Start("a");
        await Eventually.HoldsAsync(() => Volatile.Read(ref tries) > 1);

        await _streams.Manager.StopAsync("a");
        var before = Volatile.Read(ref tries);
        await Task.Delay(500);

        // One may have been under way; following on would be ten.
        Assert.InRange(Volatile.Read(ref tries), before, before + 1);
        await feed.StopAsync(CancellationToken.None);

        RingFile Create(string name)
        {
            Interlocked.Increment(ref tries);
            throw new RingTakenException(name);
        }
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private async Task<SharedMemoryFeed> StartAsync(string name)
    {
        var feed = new SharedMemoryFeed(
            name, _folder.FullName, ring => RingFile.Create(_folder.FullName, ring), _streams.Catalog, _streams.Manager, TimeProvider.System, NullLogger.Instance);
        try
        {
            await feed.StartAsync(CancellationToken.None);
            return feed;
        }
        catch
        {
            feed.Dispose();
            throw;
        }
    }
}
