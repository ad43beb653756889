using System.Runtime.InteropServices;
using System.Security.Cryptography;
using StavisLive.Core.Media;
using StavisLive.Core.Recording;
using StavisLive.Core.Windowing;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Recording;

/// <summary>Windows made of a recording are those that were made of the stream.</summary>
public sealed class ReplayTests
{
    [Theory]
    [InlineData(25, true, MapAlignment.Center)]
    [InlineData(29.97, true, MapAlignment.Newest)]
    [InlineData(25, false, MapAlignment.Center)]
    public async Task Windows_OfARecordingFromTheMidst_EqualThoseOfTheStream(double fps, bool isLive, MapAlignment alignment)
    {
        await using var harness = new RecorderHarness(options => options with { Duration = TimeSpan.FromSeconds(4) });
        var options = new WindowingOptions { Fps = fps, IsLive = isLive, HasAudio = true, Alignment = alignment };
        harness.Recorder.Begin("roof", TestFrames.Description(isLive, hasAudio: true), options);

        var live = new Windows();
        using (var assembler = new SlidingAssembler(options)) Feed(assembler, harness.Recorder, live, seed: 7);
        using var flight = FlightFile.Open((await harness.Recorder.SaveAsync("asked for"))!);
        var replayed = new Windows();
        using (var assembler = new SlidingAssembler(flight.Description.Windowing!)) Replay(flight, assembler, replayed);

        // The window and its audio (half a slot more on either side) must lie in the recording.
        var first = flight.SlotOf(0) + NetworkWindow.Frames;
        var whole = replayed.BySlot.Where(window => window.Key - options.LookAheadSlots + NetworkWindow.Frames - 1 >= 0)
            .Where(window => window.Key + options.LookAheadSlots >= first + AudioLag(fps) && live.BySlot.ContainsKey(window.Key))
            .ToArray();
        Assert.InRange(whole.Length, 40, int.MaxValue);
        Assert.All(whole, window => Assert.Equal(live.BySlot[window.Key], window.Value));
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
    private static void Feed(SlidingAssembler assembler, FlightRecorder recorder, Windows windows, int seed)
    {
        var random = new Random(seed);
        var frames = new TestFrames();
        var picture = new byte[NetworkWindow.BytesPerFrame];
        var (heard, origin) = (0.0, 31.234567);
        for (var (seconds, index) = (0.0, 0); seconds < 12; index++)
        {
            seconds += random.NextDouble() < 0.03 ? 0.31 : 0.015 + (0.02 * random.NextDouble());
            random.NextBytes(picture);
            using (var frame = frames.Make(index, MediaTime.FromSeconds(origin + seconds)))
                recorder.TakeFrame(frame, picture, assembler.AddFrame(picture, frame.PresentationTime));
            windows.TakeFrom(assembler);
            while (heard < seconds + (0.2 * (random.NextDouble() - 0.5)))
            {
                if (random.NextDouble() < 0.01) heard += 0.15;
                using var block = AudioBlock.Rent(551);
                for (var at = 0; at < block.Count; at++) block.Samples[at] = (float)(random.NextDouble() - 0.5);
                block.PresentationTime = MediaTime.FromSeconds(origin + heard + (0.01 * random.NextDouble()));
                recorder.TakeAudio(block, assembler.AddAudio(block));
                heard += 551.0 / AudioFormat.SampleRate;
                windows.TakeFrom(assembler);
            }
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
                assembler.AddAudio(block);
                windows.TakeFrom(assembler);
            }
            Assert.Equal(flight.SlotOf(index), assembler.AddFrame(flight.NetworkPicture(index).Span, flight.TimeOf(index)));
            windows.TakeFrom(assembler);
        }
    }

    /// <summary>What the network would see and hear, by slot.</summary>
    private sealed class Windows
    {
        public Dictionary<long, string> BySlot { get; } = [];

        public void TakeFrom(SlidingAssembler assembler)
        {
            while (assembler.TryTake(out var step))
            {
                using var window = step.Window;
                using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                hash.AppendData(window.Pictures);
                hash.AppendData(MemoryMarshal.AsBytes(window.Audio));
                BySlot[step.TargetSlot] = $"{Convert.ToHexString(hash.GetCurrentHash())} {step.Audio}";
            }
        }
    }
}
