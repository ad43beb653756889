using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Sinks;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Composition.Outputs;
using StavisLive.Hosting.Streams;
using StavisLive.Testing;

namespace StavisLive.Hosting.Tests.Streams;

public sealed class OutputRotationTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("used-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("frame_000000.png")]
    [InlineData("holiday.npy")]
    [InlineData("holiday.png")]
    public void MakeRoom_WrittenByAnEarlierStreamOfThisRun_KeepsEveryOne(string map)
    {
        var files = new OutputRotation(NullLogger.Instance);
        var outputs = new OutputConfig { Metrics = PathOf("a.jsonl"), Maps = PathOf("maps/") };
        foreach (var round in new[] { "1", "2", "3" })
        {
            MakeRoom(files, outputs, keepsEarlier: false);
            File.WriteAllText(PathOf("a.jsonl"), round);
            Directory.CreateDirectory(PathOf("maps"));
            File.WriteAllText(PathOf($"maps/{map}"), round);
        }

        Assert.Equal(["1", "2", "3"], new[] { "a.1.jsonl", "a.2.jsonl", "a.jsonl" }.Select(name => File.ReadAllText(PathOf(name))));
        Assert.Equal(["1", "2", "3"], new[] { "maps.1", "maps.2", "maps" }.Select(name => File.ReadAllText(PathOf($"{name}/{map}"))));
    }

    [Fact]
    public void MakeRoom_ThereBeforeThisRun_IsReplacedAsEver()
    {
        File.WriteAllText(PathOf("a.jsonl"), "old");

        MakeRoom(new OutputRotation(NullLogger.Instance), new OutputConfig { Metrics = PathOf("a.jsonl") }, keepsEarlier: false);

        Assert.Equal("a.jsonl", Assert.Single(_folder.GetFileSystemInfos()).Name);
    }

    [Fact]
    public void MakeRoom_FolderOfAnEarlierProcess_IsKeptIfItHoldsMapsAndStaysForOtherOutputs()
    {
        var files = new OutputRotation(NullLogger.Instance);
        foreach (var folder in new[] { "maps", "shots" }) Directory.CreateDirectory(PathOf(folder));
        File.WriteAllText(PathOf("maps/frame_000007.png"), "map");
        File.WriteAllText(PathOf("shots/holiday.png"), "other");

        MakeRoom(files, new OutputConfig { Maps = PathOf("maps") }, keepsEarlier: true);
        MakeRoom(files, new OutputConfig { Maps = PathOf("shots") }, keepsEarlier: true);

        Assert.True(File.Exists(PathOf("maps.1/frame_000007.png")));
        Assert.Empty(Directory.GetFileSystemEntries(PathOf("maps")));
        Assert.True(File.Exists(PathOf("shots/holiday.png")));
    }

    [Fact]
    public void MakeRoom_EmptyFile_IsNothingToKeep()
    {
        File.WriteAllText(PathOf("a.jsonl"), "");

        MakeRoom(new OutputRotation(NullLogger.Instance), new OutputConfig { Metrics = PathOf("a.jsonl") }, keepsEarlier: true);

        Assert.Equal("a.jsonl", Assert.Single(_folder.GetFileSystemInfos()).Name);
    }

    [Fact]
    public void MakeRoom_FileThatCannotBeRenamed_IsNotWrittenOver()
    {
        var place = Path.Combine(UnwritableFolder.Make(_folder.FullName), new string('m', 19));
        File.WriteAllText(place, "there");

        var error = Assert.Throws<SinkException>(
            () => MakeRoom(new OutputRotation(NullLogger.Instance), new OutputConfig { Overlay = place }, keepsEarlier: true));
        MakeRoom(new OutputRotation(NullLogger.Instance), new OutputConfig { Metrics = place }, keepsEarlier: true);

        Assert.Contains("cannot be renamed", error.Message);
        Assert.Equal("there", File.ReadAllText(place));
    }

    [Fact]
    public void MakeRoom_AgainAfterAFolderCouldNotBeRenamed_LeavesPicturesThatAreNoMaps()
    {
        // There is no room for a number behind it.
        var place = PathOf(new string('m', 254));
        Directory.CreateDirectory(place);
        File.WriteAllText(Path.Combine(place, "frame_000000.png"), "map");
        File.WriteAllText(Path.Combine(place, "a.png"), "other");
        var files = new OutputRotation(NullLogger.Instance);

        Assert.Throws<SinkException>(() => MakeRoom(files, new OutputConfig { Maps = place }, keepsEarlier: true));
        File.Delete(Path.Combine(place, "frame_000000.png"));
        MakeRoom(files, new OutputConfig { Maps = place }, keepsEarlier: true);

        Assert.True(File.Exists(Path.Combine(place, "a.png")));
    }

    [Fact]
    public void MakeRoom_OtherOutputsInTheFolderOfMaps_StayThere()
    {
        Directory.CreateDirectory(PathOf("out"));
        foreach (var name in new[] { "frame_000000.png", "frame_000001.png", "hall.mp4" }) File.WriteAllText(PathOf($"out/{name}"), "there");

        MakeRoom(new OutputRotation(NullLogger.Instance), new OutputConfig { Maps = PathOf("out") }, keepsEarlier: true);

        Assert.Equal(["hall.mp4"], Directory.GetFiles(PathOf("out")).Select(Path.GetFileName));
        Assert.Equal(["frame_000000.png", "frame_000001.png"], Directory.GetFiles(PathOf("out.1")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void MakeRoom_LinksAndPipes_StayWhereTheyAre()
    {
        File.WriteAllText(PathOf("target.jsonl"), "old");
        File.CreateSymbolicLink(PathOf("link.jsonl"), "target.jsonl");
        using (var mkfifo = Process.Start("mkfifo", [PathOf("pipe.jsonl")])) mkfifo.WaitForExit();
        var files = new OutputRotation(NullLogger.Instance);

        foreach (var name in new[] { "link.jsonl", "link.jsonl", "pipe.jsonl", "pipe.jsonl" }) MakeRoom(files, new OutputConfig { Metrics = PathOf(name) }, keepsEarlier: false);

        Assert.Equal(["link.jsonl", "pipe.jsonl", "target.jsonl"], _folder.GetFileSystemInfos().Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task MakeRoom_WhileAnotherPlaceIsBeingMoved_DoesNotWaitForIt()
    {
        foreach (var name in new[] { "slow.jsonl", "a.jsonl" }) await File.WriteAllTextAsync(PathOf(name), "old");
        using var log = new HoldingLogger(PathOf("slow.jsonl"));
        var files = new OutputRotation(log);
        var slow = Task.Run(() => MakeRoom(files, new OutputConfig { Metrics = PathOf("slow.jsonl") }, keepsEarlier: true));
        await log.Held.WaitAsync(Eventually.Patience);

        await Task.Run(() => MakeRoom(files, new OutputConfig { Metrics = PathOf("a.jsonl") }, keepsEarlier: true)).WaitAsync(Eventually.Patience);

        Assert.True(File.Exists(PathOf("a.1.jsonl")));
        Assert.False(slow.IsCompleted);
        log.GoOn();
        await slow;
    }

    [Fact]
    public void MakeRoomWithin_FileAndFolderOfMaps_KeepsTheFileUnderANumberAndLeavesTheFolder()
    {
        Directory.CreateDirectory(PathOf("maps"));
        File.WriteAllText(PathOf("maps/frame_000000.png"), "map");
        File.WriteAllText(PathOf("a.mp4"), "there");

        MakeRoomWithin(new OutputRotation(NullLogger.Instance), new OutputConfig { Overlay = PathOf("a.mp4"), Maps = PathOf("maps") });

        Assert.Equal(["a.1.mp4", "maps"], _folder.GetFileSystemInfos().Select(file => file.Name).Order(StringComparer.Ordinal));
        Assert.Equal("there", File.ReadAllText(PathOf("a.1.mp4")));
        Assert.True(File.Exists(PathOf("maps/frame_000000.png")));
    }

    [Fact]
    public void MakeRoomWithin_FileThatCannotBeRenamed_StaysWhereLinesGoOnBehindItAndIsRefusedElsewhere()
    {
        var place = Path.Combine(UnwritableFolder.Make(_folder.FullName), new string('m', 19));
        File.WriteAllText(place, "there");
        var files = new OutputRotation(NullLogger.Instance);

        MakeRoomWithin(files, new OutputConfig { Metrics = place });
        var error = Assert.Throws<SinkException>(() => MakeRoomWithin(files, new OutputConfig { Overlay = place }));

        Assert.Contains("cannot be renamed", error.Message);
        Assert.Equal("there", File.ReadAllText(place));
    }

    private static void MakeRoom(OutputRotation files, OutputConfig outputs, bool keepsEarlier) => files.MakeRoom(OutputsOf(outputs, keepsEarlier), keepsEarlier);

    private static void MakeRoomWithin(OutputRotation files, OutputConfig outputs)
    {
        foreach (var output in OutputsOf(outputs, keepsEarlier: true)) files.MakeRoomWithin(output);
    }

    private static IEnumerable<StreamOutput> OutputsOf(OutputConfig outputs, bool keepsEarlier)
    {
        var plan = StreamPlan.Of(new StavisConfig(), new StreamConfig { Name = "a", Source = new() { Synthetic = true }, Outputs = outputs });
        return StreamOutputs.Of(plan with { Epoch = keepsEarlier ? 2 : 1 });
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Takes as long to be told of a place as a file system may take to answer.</summary>
    private sealed class HoldingLogger(string place) : ILogger, IDisposable
    {
        private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _goesOn = new();

        /// <summary>Done when it was told.</summary>
        public Task Held => _held.Task;

        public void GoOn() => _goesOn.Set();

        public void Dispose() => _goesOn.Set();

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!formatter(state, exception).StartsWith(place, StringComparison.Ordinal)) return;
            _held.SetResult();
            _goesOn.Wait();
        }
    }
}
