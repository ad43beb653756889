using StavisLive.Server.Feeds.SharedMemory;
using StavisLive.Server.Sources;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Feeds.SharedMemory;

/// <summary>A reader in Python beside a writer that doesn't wait.</summary>
public sealed class MapRingTests : IDisposable
{
    // Every value of a map is its frame's number: a mixture would show. Reads for as long as there is something.
    private const string Reader = """
        import sys
        from read_shared_memory import maps
        seen, missed, last = 0, 0, None
        for lost, slot in maps(sys.argv[1], wait=0):
            frame, map = int(slot["frame"]), slot["map"]
            if not (map == frame).all() or slot["entropy"] != slot["entropy"]:
                sys.exit(f"torn: {frame}, {map.min()} to {map.max()}")
            if last is not None and frame != last + 1 + lost:
                sys.exit(f"{last} was followed by {frame}, but {lost} were said to be lost")
            if seen == 0:
                print("begun")
            seen, missed, last = seen + 1, missed + lost, frame
        print(seen, missed)
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stavis-ring-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Write_FasterThanAReader_NoMapIsTornAndLossesAreCounted()
    {
        var path = Path.Combine(_folder.FullName, "ring");
        PythonScript reader;
        var frame = 0L;
        using (var file = RingFile.Create(_folder.FullName, "ring"))
        {
            reader = new PythonScript(Reader, path);
            var begun = reader.ReadLineAsync();
            // A float holds every whole number up to sixteen millions.
            await Task.Run(() =>
            {
                var end = TimeProvider.System.GetTimestamp() + 5 * TimeProvider.System.TimestampFrequency;
                while (!begun.IsCompleted || TimeProvider.System.GetTimestamp() < end) Write(file.Ring, frame++);
            });
            Assert.Equal("begun", await begun);
        }
        await using (reader)
        {
            var counts = Assert.Single(await reader.ReadToEndAsync()).Split(' ').Select(long.Parse).ToArray();
            Assert.True(counts[0] > 100, $"only {counts[0]} of {frame} read");
            Assert.True(counts[1] > 0, $"{counts[0]} of {frame} read: nothing was lost, so nothing was tried");
        }
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task Create_InThePlaceOfAKilledWriters_ItsReaderEnds()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("On Windows it is no file.");
        using var killed = RingFile.Create(_folder.FullName, "ring");
        Write(killed.Ring, 0);
        await using var reader = new PythonScript(Reader, Path.Combine(_folder.FullName, "ring"));
        Assert.Equal("begun", await reader.ReadLineAsync());

        using var next = RingFile.Create(_folder.FullName, "ring");

        Assert.Equal("1 0", Assert.Single(await reader.ReadToEndAsync()));
    }

    [Fact]
    public void Dispose_AnotherHasTakenItsPlace_LeavesThatOne()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("On Windows it is no file.");
        var before = RingFile.Create(_folder.FullName, "ring");
        using var next = RingFile.Create(_folder.FullName, "ring");

        before.Dispose();

        Assert.True(File.Exists(Path.Combine(_folder.FullName, "ring")));
    }

    [Fact]
    public void Create_NoRoom_FailsAndLeavesNothing()
    {
        Assert.ThrowsAny<IOException>(() => RingFile.Create(Path.Combine(_folder.FullName, "nowhere"), "ring"));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.FullName));
    }

    [Fact]
    public void Create_SomebodyHasLaidALink_IsNotFollowed()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("On Windows it is no file.");
        var (victim, laid) = (Path.Combine(_folder.FullName, "victim"), Path.Combine(_folder.FullName, "ring.new"));
        File.WriteAllText(victim, "untouched");
        File.CreateSymbolicLink(laid, victim);

        using var file = RingFile.Create(_folder.FullName, "ring");

        Assert.Equal("untouched", File.ReadAllText(victim));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder.FullName, "ring")));
    }

    [Fact]
    public void Create_PlaceIsTaken_FailsAndKeepsNothingMapped()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("What is mapped is read from /proc, which only Linux has.");
        var taken = Directory.CreateDirectory(Path.Combine(_folder.FullName, "ring")).FullName;

        Assert.ThrowsAny<SystemException>(() => RingFile.Create(_folder.FullName, "ring"));

        Assert.Equal([taken], Directory.GetFileSystemEntries(_folder.FullName));
        Assert.DoesNotContain(_folder.FullName, File.ReadAllText("/proc/self/maps"));
    }

    private static void Write(MapRing ring, long frame)
    {
        using var result = TestResults.Make(frame, [frame]);
        ring.Write(result, new AttentionSample(DateTimeOffset.UnixEpoch, default, frame, 1));
    }
}
