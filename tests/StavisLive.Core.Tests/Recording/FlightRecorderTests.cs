using System.IO.Compression;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Media;
using StavisLive.Core.Recording;
using StavisLive.Core.Sources;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Recording;

public sealed class FlightRecorderTests
{
    [Fact]
    public async Task SaveAsync_LongStream_HoldsItsLastSecondsAndNothingElse()
    {
        await using var harness = new RecorderHarness(options => options with { Duration = TimeSpan.FromSeconds(2) });
        harness.Feed(0, 500);

        using var flight = FlightFile.Open((await harness.Recorder.SaveAsync("asked for"))!);

        // Two seconds at 25 per second, both ends included: frames 449 to 499.
        Assert.Equal(51, flight.FrameCount);
        Assert.Equal(449, flight.SlotOf(0));
        Assert.Equal(MediaTime.FromMilliseconds(449 * 40), flight.TimeOf(0));
        Assert.All(flight.NetworkPicture(50).ToArray(), value => Assert.Equal(499 % 256, value));
        Assert.Equal(Enumerable.Range(449, 51).Select(slot => (long)slot), flight.MapSlots);
        Assert.Equal(0.449f, flight.ReadMaps()[0]);
        Assert.Equal(MediaTime.Zero, flight.Description.Windowing!.Origin);
        Assert.Equal("the roof-1-ee308c_20260517T120000000Z_asked for.flight", Assert.Single(harness.Names));
    }

    [Fact]
    public async Task SaveAsync_FewBytesAllowed_KeepsWhatFits()
    {
        // A frame and its map take 37,632 + 50,176 bytes and a byte of picture.
        await using var harness = new RecorderHarness(options => options with { MaxBytes = 900_000 });
        harness.Feed(0, 100);

        using var flight = FlightFile.Open((await harness.Recorder.SaveAsync("asked for"))!);

        Assert.Equal(10, flight.FrameCount);
        Assert.Equal(99, flight.SlotOf(9));
    }

    [Fact]
    public async Task SaveAsync_AudioHasGoneOnForLongWithoutPictures_HoldsTheLastPictures()
    {
        await using var harness = new RecorderHarness(options => options with { Duration = TimeSpan.FromSeconds(2) });
        harness.Feed(0, 100);
        harness.FeedAudio(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(400));

        using var flight = FlightFile.Open((await harness.Recorder.SaveAsync("asked for"))!);

        Assert.Equal((49, 99), (flight.SlotOf(0), flight.SlotOf(flight.FrameCount - 1)));
    }

    [Fact]
    public async Task SaveAsync_NothingSeen_WritesNothing()
    {
        await using var harness = new RecorderHarness();

        Assert.Null(await harness.Recorder.SaveAsync("asked for"));

        Assert.Empty(harness.Names);
    }

    [Fact]
    public async Task SaveAsync_MoreThanAreKept_RemovesTheOldestOfItsStream()
    {
        await using var harness = new RecorderHarness(options => options with { Keep = 2 });
        harness.Feed(0, 5);
        await File.WriteAllTextAsync(Path.Combine(harness.Folder, "another_20200101T000000000Z_signal.flight"), "");

        foreach (var reason in new[] { "one", "two", "three" })
        {
            await harness.Recorder.SaveAsync(reason);
            harness.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["another", "two", "three"], harness.Names.Select(name => name.Split('_', '.') is var parts && parts[0] == "another" ? "another" : parts[2]));
    }

    [Fact]
    public async Task SaveAsync_AfterAProgramThatWasKilledAsItWrote_RemovesWhatIsLeftOfIts()
    {
        await using var harness = new RecorderHarness();
        harness.Feed(0, 5);
        var stream = Path.GetFileName((await harness.Recorder.SaveAsync("one"))!).Split('_')[0];
        await File.WriteAllTextAsync(Path.Combine(harness.Folder, $"{stream}_20200101T000000000Z_signal.flight.part"), "");
        await File.WriteAllTextAsync(Path.Combine(harness.Folder, "another_20200101T000000000Z_signal.flight.part"), "");

        await harness.Recorder.SaveAsync("two");

        Assert.Equal(3, harness.Names.Count);
        Assert.StartsWith("another_", Assert.Single(harness.Names, name => name.EndsWith(".part", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task SaveAsync_WhileAnotherProgramWrites_LeavesItsAlone()
    {
        await using var harness = new RecorderHarness();
        harness.Feed(0, 5);
        var one = (await harness.Recorder.SaveAsync("one"))!;
        var theirs = one.Replace("_one", "_two", StringComparison.Ordinal);
        using var written = new Blockade();
        var another = Task.Run(() => FlightWriter.Write(theirs, new RecordingSnapshot([], [], []), _ =>
        {
            written.Pass();
            using var like = ZipFile.OpenRead(one);
            return FlightIndex.Read(like.GetEntry(FlightEntry.Index)!.Open());
        }));
        await written.Reached;

        // Also where it wants the very same name.
        var ours = await harness.Recorder.SaveAsync("two");
        written.Open();
        await another;

        Assert.NotEqual(theirs, ours);
        Assert.Equal(new[] { one, ours, theirs }.Order(StringComparer.Ordinal), Directory.GetFiles(harness.Folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Trigger_OneStillWaitsForASlowDisk_BeginsNoOther()
    {
        var log = new BlockingLogger();
        await using var harness = new RecorderHarness(log: log);
        harness.Feed(0, 5);
        harness.Recorder.Trigger("one");
        await log.Written.Reached;

        harness.Recorder.Trigger("two");
        harness.Feed(5, 5);
        harness.Recorder.Trigger("three");
        harness.Recorder.Trigger("four");
        harness.Recorder.Fail(new InvalidOperationException("The network broke."));
        var asked = harness.Recorder.SaveAsync("asked for");
        log.Written.Open();
        await asked;
        await harness.Recorder.DisposeAsync();

        Assert.Equal(["asked for", "broken", "one", "two"], harness.Names.Select(name => name.Split('_', '.')[2]).Order(StringComparer.Ordinal));
        using var flight = FlightFile.Open(Path.Combine(harness.Folder, harness.Names.Single(name => name.EndsWith("_two.flight", StringComparison.Ordinal))));
        Assert.Equal(10, flight.FrameCount);
    }

    [Fact]
    public async Task SaveAsync_TheOldestIsBeingReplayed_RemovesItUnderIt()
    {
        await using var harness = new RecorderHarness(options => options with { Keep = 1 });
        harness.Feed(0, 5);
        using (var replayed = FlightFile.Open((await harness.Recorder.SaveAsync("one"))!))
        {
            harness.Time.Advance(TimeSpan.FromSeconds(1));
            await harness.Recorder.SaveAsync("two");

            Assert.Equal(5, replayed.FrameCount);
        }

        // Some systems keep the name until nobody has it open.
        Assert.Contains("_two", Assert.Single(harness.Names));
    }

    [Fact]
    public async Task SaveAsync_ClockSetBack_KeepsTheNewestOfThisRun()
    {
        var now = new DateTimeOffset(2026, 5, 17, 12, 0, 0, TimeSpan.Zero);
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(now);
        await using var harness = new RecorderHarness(options => options with { Keep = 3 }, time: time);
        harness.Feed(0, 5);
        foreach (var (reason, hours) in new[] { ("one", 0), ("two", 0), ("three", 0), ("four", -5), ("five", -5), ("six", -9) })
        {
            time.AdjustTime(now.AddHours(hours));
            now = now.AddSeconds(1);
            Assert.True(File.Exists(await harness.Recorder.SaveAsync(reason)));
        }

        Assert.Equal(["six", "four", "five"], harness.Names.Select(name => name.Split('_', '.')[2]));
    }

    [Fact]
    public async Task SaveAsync_TwiceInAMoment_WritesBoth()
    {
        await using var harness = new RecorderHarness();
        harness.Feed(0, 5);

        var (first, second) = (await harness.Recorder.SaveAsync("signal"), await harness.Recorder.SaveAsync("signal"));

        Assert.NotEqual(first, second);
        Assert.Equal(2, harness.Names.Count);
    }

    [Fact]
    public async Task SaveAsync_NamesThatDifferInWhatNoFileCanBeCalled_EvictNobody()
    {
        string[] streams = ["Т\u00fcr", "Дверь", "玄関", "玄関 2", "door_1", "door-1", "door/1", "door 1", "???", "!!!", "", new('x', 300), new string('x', 300) + "y", "🎥", "📹"];
        var folder = Directory.CreateTempSubdirectory("flight-names-");
        try
        {
            foreach (var _ in Enumerable.Range(0, 2))
            {
                foreach (var stream in streams)
                {
                    await using var harness = new RecorderHarness(options => options with { Folder = folder.FullName, Keep = 1 }, stream: stream);
                    harness.Feed(0, 2);
                    Assert.NotNull(await harness.Recorder.SaveAsync("signal"));
                }
            }

            Assert.Equal(streams.Length, folder.GetFiles().Length);
            Assert.Single(folder.GetFiles("玄関_*"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task SaveAsync_FullDisk_FailsLeavesNothingAndCanBeTriedAgain()
    {
        var folder = Directory.CreateTempSubdirectory("flight-disk-").FullName;
        using (var disk = SmallDisk.TryMount(folder, kilobytes: 500))
        {
            Assert.SkipWhen(disk is null, "File systems cannot be mounted here.");
            await using var harness = new RecorderHarness(options => options with { Folder = folder });
            harness.Feed(0, 20);

            await Assert.ThrowsAsync<IOException>(() => harness.Recorder.SaveAsync("asked for"));
            harness.Recorder.Trigger("signal");
            await harness.Recorder.DisposeAsync();

            Assert.Empty(Directory.GetFiles(folder));
        }
        Directory.Delete(folder);
    }

    [Theory]
    [InlineData(SourceState.Stalled, "stalled")]
    [InlineData(SourceState.Reconnecting, "reconnecting")]
    [InlineData(SourceState.Failed, "failed")]
    public async Task TakeState_LeavesLive_IsRecordedOnce(SourceState state, string reason)
    {
        await using var harness = new RecorderHarness();
        harness.Report(SourceState.Warming);
        harness.Report(SourceState.Live);
        harness.Feed(0, 5);

        harness.Report(state, "no frame for 2 s");
        harness.Report(SourceState.Reconnecting, "lost");
        await harness.Recorder.DisposeAsync();

        Assert.EndsWith($"_{reason}.flight", Assert.Single(harness.Names));
    }

    [Fact]
    public async Task TakeState_EndsOrNeverWasLive_IsNotRecorded()
    {
        await using var harness = new RecorderHarness();
        harness.Feed(0, 5);
        harness.Report(SourceState.Warming);
        harness.Report(SourceState.Reconnecting, "lost");
        harness.Report(SourceState.Warming);
        harness.Report(SourceState.Live);
        harness.Report(SourceState.Ended);
        await harness.Recorder.DisposeAsync();

        Assert.Empty(harness.Names);
    }

    [Fact]
    public async Task TakeResult_LateMaps_AreRecordedOnceAPause()
    {
        await using var harness = new RecorderHarness(options => options with { AnomalyPause = TimeSpan.FromSeconds(30) });
        harness.Feed(0, 5, TimeSpan.FromSeconds(2));
        Assert.Empty(harness.Names);

        harness.Feed(5, 5, TimeSpan.FromSeconds(2.1));
        await harness.WrittenAsync(1);
        harness.Time.Advance(TimeSpan.FromSeconds(29));
        harness.Feed(10, 5, TimeSpan.FromSeconds(2.1));
        harness.Time.Advance(TimeSpan.FromSeconds(1));
        harness.Feed(15, 5, TimeSpan.FromSeconds(2.1));
        await harness.Recorder.DisposeAsync();

        Assert.Equal(2, harness.Names.Count);
        Assert.All(harness.Names, name => Assert.EndsWith("_late.flight", name));
    }

    [Fact]
    public async Task Fail_InTheMidst_IsRecorded()
    {
        await using var harness = new RecorderHarness();
        harness.Feed(0, 5);

        harness.Recorder.Fail(new InvalidOperationException("The network broke."));
        await harness.Recorder.DisposeAsync();

        Assert.EndsWith("_broken.flight", Assert.Single(harness.Names));
    }

    [Fact]
    public async Task TakeFrame_EncoderThatHangs_HoldsNothingUpAndLosesOnlyPicturesToLookAt()
    {
        var encoder = new HangingEncoder();
        await using var harness = new RecorderHarness(encoder: encoder);

        harness.Feed(0, 50);
        using var flight = FlightFile.Open((await harness.Recorder.SaveAsync("asked for"))!);
        encoder.Release();

        Assert.Equal(50, flight.FrameCount);
        Assert.Null(flight.ReadJpeg(0));
        // One in the encoder's hands at most, and eight that wait.
        Assert.InRange(harness.Recorder.LostPictures, 41, 42);
    }

    [Fact]
    public async Task SaveAsync_Pictures_AreThoseOfTheirFrames()
    {
        await using var harness = new RecorderHarness();
        for (var index = 0; index < 20; index++)
        {
            harness.Feed(index, 1);
            await harness.EncodedAsync(index + 1);
        }

        using var flight = FlightFile.Open((await harness.Recorder.SaveAsync("asked for"))!);

        for (var index = 0; index < 20; index++) Assert.Equal([(byte)index], flight.ReadJpeg(index)!);
    }

    /// <summary>Holds up whoever comes first, until it is opened.</summary>
    private sealed class Blockade : IDisposable
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _open = new();

        public Task Reached => _reached.Task;

        public void Pass()
        {
            _reached.TrySetResult();
            _open.Wait(TimeSpan.FromSeconds(30));
        }

        public void Open() => _open.Set();

        public void Dispose() => _open.Dispose();
    }

    /// <summary>Holds up a recorder in its turn, as a disk that hangs does.</summary>
    private sealed class BlockingLogger : ILogger
    {
        public Blockade Written { get; } = new();

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Name == "LogWritten") Written.Pass();
        }
    }

    private sealed class HangingEncoder : IPictureEncoder
    {
        private readonly ManualResetEventSlim _released = new();

        public byte[] Encode(VideoFrame frame)
        {
            _released.Wait(TimeSpan.FromSeconds(30));
            return [1];
        }

        public void Release() => _released.Set();
    }
}
