using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Core.Recording;
using StavisLive.Core.Sessions;
using StavisLive.Core.Sources;
using StavisLive.Core.Sources.Decorators;
using StavisLive.Core.Windowing;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Recording;

/// <summary>Windows made of a recording are those that were made of the stream.</summary>
public sealed class ReplayTests
{
    [Theory]
    [InlineData(25, true, MapAlignment.Center, false, 0)]
    [InlineData(29.97, true, MapAlignment.Newest, false, 0)]
    [InlineData(25, false, MapAlignment.Center, false, 0)]
    [InlineData(25, true, MapAlignment.Center, true, 0)]
    [InlineData(25, false, MapAlignment.Center, false, 1.5)]
    public async Task Windows_OfARecordingFromTheMidst_EqualThoseOfTheStream(double fps, bool isLive, MapAlignment alignment, bool stalls, double lag)
    {
        await using var harness = new RecorderHarness(options => options with { Duration = TimeSpan.FromSeconds(4 + (2 * lag)) });
        var options = new WindowingOptions { Fps = fps, IsLive = isLive, HasAudio = true, Alignment = alignment, AudioLag = TimeSpan.FromSeconds(lag) };
        harness.Recorder.Begin("roof", TestFrames.Description(isLive, hasAudio: true), options);

        var live = new Windows();
        using (var assembler = new SlidingAssembler(options)) Feed(assembler, harness.Recorder, live, seed: 7, stalls, lag);
        using var flight = FlightFile.Open((await harness.Recorder.SaveAsync("asked for"))!);
        var replayed = new Windows();
        using (var assembler = new SlidingAssembler(flight.Description.Windowing!)) Replay(flight, assembler, replayed);

        // The window and its audio (half a slot more on either side) must lie in the recording.
        var first = flight.SlotOf(0) + NetworkWindow.Frames;
        var whole = replayed.BySlot.Where(window => window.Key - options.LookAheadSlots + NetworkWindow.Frames - 1 >= 0)
            .Where(window => window.Key + options.LookAheadSlots >= first + AudioLag(fps) && live.BySlot.ContainsKey(window.Key))
            .ToArray();
        Assert.InRange(whole.Length, 30, int.MaxValue);
        Assert.All(whole, window => Assert.Equal(live.BySlot[window.Key], window.Value));
    }

    [Fact]
    public async Task RunAsync_OfARecordingOfASourceThatStalled_MakesTheWindowsOfTheStream()
    {
        await using var harness = new RecorderHarness();
        await using var scheduler = new InferenceScheduler(() => new CenterPredictor(), TimeProvider.System);
        scheduler.Start();
        var frames = new TestFrames(harness.Time);
        var live = new Windows();
        var source = new ScriptedSource(TestFrames.Description(isLive: true, hasAudio: true), async (output, stop) =>
        {
            for (var index = 0; index < 40; index++)
            {
                if (index == 20)
                {
                    await Eventually.HoldsAsync(() => live.Frames == 20);
                    harness.Time.Advance(TimeSpan.FromSeconds(1));
                    await Eventually.HoldsAsync(() => live.Pauses == 1);
                }
                var block = AudioBlock.Rent(882);
                block.Samples.Fill(index / 100f);
                block.PresentationTime = MediaTime.FromMilliseconds(40 * index);
                await output.WriteAsync(block, stop);
                await output.WriteAsync(frames.Make(index, MediaTime.FromMilliseconds(40 * index)), stop);
            }
        });
        await RunAsync(source, live, harness.Recorder);

        using var flight = FlightFile.Open((await harness.Recorder.SaveAsync("asked for"))!);
        var replayed = new Windows();
        await RunAsync(new ScriptedSource(flight.Description, (output, stop) => ReplayAsync(flight, frames, output, stop)), replayed);

        // Those of the slots that windows ran ahead over have no frame of their own.
        Assert.Equal([.. Enumerable.Range(0, 20), .. Enumerable.Range(26, 14)], live.BySlot.Keys.Order());
        Assert.Equal(live.BySlot, replayed.BySlot);

        Task RunAsync(ISource source, Windows windows, IStreamTap? tap = null) => ReplayTests.RunAsync(scheduler, harness, source, windows, tap);
    }

    [Fact]
    public async Task RunAsync_OfARecordingWhoseSoundIsMovedOnceMore_WaitsForItByBoth()
    {
        await using var harness = new RecorderHarness();
        await using var scheduler = new InferenceScheduler(() => new CenterPredictor(), TimeProvider.System);
        scheduler.Start();
        var frames = new TestFrames(harness.Time);
        var live = new ScriptedSource(
            TestFrames.Description(isLive: true, hasAudio: true), (output, stop) => frames.WriteAsync(output, 3, cancellationToken: stop));

        using var first = await RecordAsync(live, -2);
        using var second = await RecordAsync(new ScriptedSource(first.Description, (output, stop) => ReplayAsync(first, frames, output, stop)), -1.5);

        Assert.Equal((2, 2), LagsOf(first));
        Assert.Equal((3.5, 3.5), LagsOf(second));

        async Task<FlightFile> RecordAsync(ISource source, double offset)
        {
            await using var moved = new AudioOffsetSource(source, MediaTime.FromSeconds(offset));
            await RunAsync(scheduler, harness, moved, new Windows(), harness.Recorder);
            return FlightFile.Open((await harness.Recorder.SaveAsync("asked for"))!);
        }

        // What outputs wait by, and windows.
        static (double, double) LagsOf(FlightFile flight) =>
            (flight.Description.AudioLag.TotalSeconds, flight.Description.Windowing!.AudioLag.TotalSeconds);
    }

    [Theory]
    [InlineData(64, 45)]
    [InlineData(0, 0)]
    public async Task Description_OfARecording_TellsHowWidePixelsAre(int width, int height)
    {
        await using var harness = new RecorderHarness();
        var aspect = new PixelAspect(width, height);
        harness.Recorder.Begin("roof", TestFrames.Description(isLive: true, hasAudio: true) with { PixelAspect = aspect }, harness.Windowing);
        harness.Feed(0, 3);

        using var flight = FlightFile.Open((await harness.Recorder.SaveAsync("asked for"))!);

        Assert.Equal(aspect, flight.Description.PixelAspect);
    }

    // Audio comes up to 0.2 s behind or before its pictures in the stream below.
    private static long AudioLag(double fps) => (long)Math.Ceiling(0.3 * fps);

    /// <summary>Twelve seconds at some 40 frames a second with holes, and audio in blocks whose stamps jitter and that has holes too.</summary>
    private static void Feed(SlidingAssembler assembler, FlightRecorder recorder, Windows windows, int seed, bool stalls, double lag)
    {
        var random = new Random(seed);
        var frames = new TestFrames();
        var picture = new byte[NetworkWindow.BytesPerFrame];
        var (heard, origin) = (0.0, 31.234567);
        for (var (seconds, index) = (0.0, 0); seconds < 12; index++)
        {
            seconds += random.NextDouble() < 0.03 ? 0.31 : 0.015 + (0.02 * random.NextDouble());
            random.NextBytes(picture);
            if (stalls && random.NextDouble() < 0.03) Pause();
            using (var frame = frames.Make(index, MediaTime.FromSeconds(origin + seconds)))
                recorder.TakeFrame(frame, picture, assembler.AddFrame(picture, frame.PresentationTime));
            windows.TakeFrom(assembler);
            while (heard < seconds + (0.2 * (random.NextDouble() - 0.5)))
            {
                if (random.NextDouble() < 0.01) heard += 0.15;
                if (stalls && random.NextDouble() < 0.03) Pause();
                using var block = AudioBlock.Rent(551);
                for (var at = 0; at < block.Count; at++) block.Samples[at] = (float)(random.NextDouble() - 0.5);
                block.PresentationTime = MediaTime.FromSeconds(origin + heard - lag + (0.01 * random.NextDouble()));
                recorder.TakeAudio(block, assembler.AddAudio(block));
                heard += 551.0 / AudioFormat.SampleRate;
                windows.TakeFrom(assembler);
            }
        }

        // Nothing comes, on a line that goes on where it was.
        void Pause()
        {
            assembler.Pause();
            recorder.TakePause();
            windows.TakeFrom(assembler);
        }
    }

    private static void Replay(FlightFile flight, SlidingAssembler assembler, Windows windows)
    {
        var sounds = 0;
        for (var index = 0; index < flight.FrameCount; index++)
        {
            for (; sounds < flight.SoundsBefore(index); sounds++)
            {
                using var block = flight.ReadAudio(sounds);
                if (flight.AudioFollowsPause(sounds)) Pause();
                assembler.AddAudio(block);
                windows.TakeFrom(assembler);
            }
            if (flight.FollowsPause(index)) Pause();
            Assert.Equal(flight.SlotOf(index), assembler.AddFrame(flight.NetworkPicture(index).Span, flight.TimeOf(index)));
            windows.TakeFrom(assembler);
        }

        void Pause()
        {
            assembler.Pause();
            windows.TakeFrom(assembler);
        }
    }

    private static async Task RunAsync(InferenceScheduler scheduler, RecorderHarness harness, ISource source, Windows windows, IStreamTap? tap)
    {
        await using var session = new StreamSession(
            new SessionOptions
            {
                Name = "roof",
                Tap = tap,
                Assembler = (description, _) => new WatchedAssembler(new SlidingAssembler(description.Windowing ?? harness.Windowing), windows),
            },
            source, [], scheduler, new FirstPixelPreprocessor(), harness.Time, NullLogger.Instance);
        Assert.True((await session.RunAsync(TestContext.Current.CancellationToken)).Succeeded);
    }

    private static async Task ReplayAsync(FlightFile flight, TestFrames frames, IMediaWriter output, CancellationToken stop)
    {
        var sounds = 0;
        for (var index = 0; index < flight.FrameCount; index++)
        {
            for (; sounds < flight.SoundsBefore(index); sounds++)
            {
                if (flight.AudioFollowsPause(sounds)) await output.WritePauseAsync(stop);
                await output.WriteAsync(flight.ReadAudio(sounds), stop);
            }
            if (flight.FollowsPause(index)) await output.WritePauseAsync(stop);
            var frame = frames.Make(index, flight.TimeOf(index));
            frame.NetworkPicture = flight.NetworkPicture(index);
            await output.WriteAsync(frame, stop);
        }
    }

    /// <summary>What the network would see and hear, by slot.</summary>
    private sealed class Windows
    {
        private int _frames;
        private int _pauses;

        public Dictionary<long, string> BySlot { get; } = [];

        public int Frames => Volatile.Read(ref _frames);

        public int Pauses => Volatile.Read(ref _pauses);

        public void CountFrame() => Interlocked.Increment(ref _frames);

        public void CountPause() => Interlocked.Increment(ref _pauses);

        public void TakeFrom(SlidingAssembler assembler)
        {
            while (assembler.TryTake(out var step))
            {
                using var window = step.Window;
                Add(step);
            }
        }

        public void Add(WindowStep step)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(step.Window.Pictures);
            hash.AppendData(MemoryMarshal.AsBytes(step.Window.Audio));
            BySlot[step.TargetSlot] = $"{Convert.ToHexString(hash.GetCurrentHash())} {step.Audio}";
        }
    }

    /// <summary>Tells what it is given and what it makes.</summary>
    private sealed class WatchedAssembler(SlidingAssembler inner, Windows windows) : IWindowAssembler
    {
        public long RepeatedSlots => inner.RepeatedSlots;

        public long AddFrame(ReadOnlySpan<byte> picture, MediaTime time)
        {
            var slot = inner.AddFrame(picture, time);
            windows.CountFrame();
            return slot;
        }

        public long AddAudio(AudioBlock block) => inner.AddAudio(block);

        public void Pause()
        {
            inner.Pause();
            windows.CountPause();
        }

        public void End() => inner.End();

        public bool TryTake(out WindowStep step)
        {
            if (!inner.TryTake(out step)) return false;
            windows.Add(step);
            return true;
        }

        public void Dispose() => inner.Dispose();
    }
}
