using CsCheck;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Core.Tests.Windowing;

public class SlidingAssemblerTests
{
    private static readonly Gen<List<WindowReference.Frame>> Clips =
        Gen.Frequency((8, Gen.Long[0, 60]), (1, Gen.Long[0, 300]), (1, Gen.Long[0, 2500])).List[1, 80].Select(gaps =>
        {
            var milliseconds = 0L;
            return gaps.Select((gap, index) => new WindowReference.Frame((index == 0 ? 0 : milliseconds += gap) * 1_000_000, (byte)(index + 1))).ToList();
        });

    [Theory]
    [InlineData(25, MapAlignment.Center)]
    [InlineData(25, MapAlignment.Newest)]
    [InlineData(10, MapAlignment.Center)]
    [InlineData(29.97002997002997, MapAlignment.Center)]
    public void TryTake_OfflineAnyStamps_EqualsTheDefinition(double fps, MapAlignment alignment) => Clips.Sample(clip =>
    {
        var options = new WindowingOptions { Fps = fps, Alignment = alignment };
        var expected = WindowReference.Windows(clip, fps, options.LookAheadSlots);

        var actual = Run(options, clip);

        Assert.Equal(expected.Select(window => window.Target), actual.Select(window => window.Target));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First.Pictures, pair.Second.Pictures));
    }, iter: 300);

    [Fact]
    public void TryTake_LiveOneFrameASlot_EqualsOffline() => Clips.Sample(clip =>
    {
        var spaced = clip.Select((frame, index) => frame with { Nanoseconds = index * 40_000_000L }).ToList();
        var options = new WindowingOptions { Fps = 25 };

        var live = Run(options with { IsLive = true }, spaced);

        Assert.Equal(Run(options, spaced), live, (a, b) => a.Target == b.Target && a.Pictures.SequenceEqual(b.Pictures));
    }, iter: 50);

    [Theory]
    [InlineData(0.02)]
    [InlineData(60)]
    public void TryTake_HoleLongerThanTheRing_HearsWhatWasBeforeIt(double blockSeconds)
    {
        using var assembler = new SlidingAssembler(new WindowingOptions { Fps = 25, HasAudio = true });
        var audio = new List<(long Target, AudioState State, float Loudest)>();
        AddFrames(assembler, 0, 47);
        // A tone as long as the pictures, and a second longer; then nothing but zeros, until pictures come again after a minute.
        AddTone(assembler, 0, 3, 0.02);
        AddSilence(assembler, 3, 60, blockSeconds);
        // A decoder holds its last frames back until the next one comes.
        AddFrames(assembler, 47, 3);
        AddTone(assembler, 63, 0.02, 0.02);
        AddFrames(assembler, 60 * 25, 20);
        AddTone(assembler, 63.02, 1, 0.02);
        assembler.End();
        TakeSound(assembler, audio);

        Assert.Equal(Enumerable.Range(0, 50).Concat(Enumerable.Range(1500, 20)).Select(slot => (long)slot), audio.Select(window => window.Target));
        Assert.All(audio.Take(50), window => Assert.Equal((AudioState.Present, true), (window.State, window.Loudest > 100)));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(5)]
    public void TryTake_AudioThatComesBehind_IsWaitedFor(double lag)
    {
        using var assembler = new SlidingAssembler(new WindowingOptions { Fps = 25, HasAudio = true, AudioLag = TimeSpan.FromSeconds(lag) });
        var audio = new List<(long Target, AudioState State, float Loudest)>();
        for (var slot = 0; slot < 250; slot++)
        {
            AddFrames(assembler, slot, 1);
            if ((slot / 25.0) - lag is >= 0 and var second) AddTone(assembler, second, 0.04, 0.04);
            TakeSound(assembler, audio);
        }
        var before = audio.Count;
        assembler.End();
        TakeSound(assembler, audio);

        Assert.InRange(before, 249 - 8 - (25 * lag) - 2, 249);
        Assert.All(audio.Take(before), window => Assert.Equal((AudioState.Present, true), (window.State, window.Loudest > 100)));
    }

    [Fact]
    public void Pause_InAHole_GivesTheWaitingFramesTheWindowsThatTheNextFrameWouldHaveGiven()
    {
        var options = new WindowingOptions { Fps = 25, IsLive = true };
        List<(long Target, byte[] Pictures)> RunWith(bool pauses, out long repeated)
        {
            using var assembler = new SlidingAssembler(options);
            var windows = new List<(long, byte[])>();
            AddFrames(assembler, 0, 20);
            TakeAll(assembler, windows);
            Assert.Equal(13, windows.Count);
            if (pauses)
            {
                assembler.Pause();
                assembler.Pause();
                TakeAll(assembler, windows);
                // The last frame has its window before the next one comes.
                Assert.Equal(20, windows.Count);
            }
            AddFrames(assembler, 50, 20);
            TakeAll(assembler, windows);
            repeated = assembler.RepeatedSlots;
            return windows;
        }

        var expected = RunWith(pauses: false, out var passedOver);
        var actual = RunWith(pauses: true, out var repeated);

        Assert.Equal(expected, actual, (a, b) => a.Target == b.Target && a.Pictures.SequenceEqual(b.Pictures));
        Assert.Equal(30, repeated);
        Assert.Equal(passedOver, repeated);
    }

    [Theory]
    [InlineData(10, MapAlignment.Center)]
    [InlineData(12, MapAlignment.Center)]
    [InlineData(25, MapAlignment.Center)]
    [InlineData(10, MapAlignment.Newest)]
    public void Pause_BetweenAllFrames_NeverRunsAheadOfTheNextOne(double fps, MapAlignment alignment)
    {
        var options = new WindowingOptions { Fps = fps, Alignment = alignment, IsLive = true };
        using var assembler = new SlidingAssembler(options);
        var interval = options.Pause + TimeSpan.FromMilliseconds(10);

        for (var frame = 0; frame < 100; frame++)
        {
            var time = MediaTime.FromSeconds(frame * interval.TotalSeconds);
            Assert.Equal(new SlotGrid(MediaTime.Zero, fps).SlotOf(time), assembler.AddFrame(new byte[NetworkWindow.BytesPerFrame], time));
            assembler.Pause();
        }

        Assert.Equal(0, assembler.BackwardFrames);
    }

    [Fact]
    public void AddFrame_AfterAPauseInSlotsThatItRanAheadOf_BelongsToTheNewestSlot()
    {
        using var assembler = new SlidingAssembler(new WindowingOptions { Fps = 25, IsLive = true });
        AddFrames(assembler, 0, 20);
        assembler.Pause();

        // As a burst after a hole in the network brings them.
        AddFrames(assembler, 20, 20);

        Assert.Equal(7 - 1, assembler.BackwardFrames);
        var windows = new List<(long Target, byte[])>();
        TakeAll(assembler, windows);
        Assert.Equal(39 - 7, windows[^1].Target);
    }

    [Fact]
    public void AddFrame_Live_GivesAWindowAtTheFirstFrameOfASlotWhichKeepsIt()
    {
        using var assembler = new SlidingAssembler(new WindowingOptions { Fps = 25, Alignment = MapAlignment.Newest, IsLive = true });

        assembler.AddFrame(Picture(1), MediaTime.FromMilliseconds(0));
        Assert.Equal(1, Take(assembler).Pictures[15]);
        assembler.AddFrame(Picture(2), MediaTime.FromMilliseconds(10)); // slot 0 again
        Assert.False(assembler.TryTake(out _));
        assembler.AddFrame(Picture(3), MediaTime.FromMilliseconds(40));

        var window = Take(assembler);
        Assert.Equal((1, 3), (window.Pictures[14], window.Pictures[15]));
    }

    [Fact]
    public void AddFrame_LiveAfterASlotWithoutOne_TheEmptySlotShowsTheNewestFrameBeforeIt()
    {
        using var assembler = new SlidingAssembler(new WindowingOptions { Fps = 25, Alignment = MapAlignment.Newest, IsLive = true });
        assembler.AddFrame(Picture(1), MediaTime.FromMilliseconds(0));
        assembler.AddFrame(Picture(2), MediaTime.FromMilliseconds(18)); // slot 0 again
        Take(assembler);

        assembler.AddFrame(Picture(3), MediaTime.FromMilliseconds(120));

        Assert.Equal([1, 2, 2, 3], Take(assembler).Pictures[12..].ToArray());
    }

    [Theory]
    [InlineData(60, 25)]
    [InlineData(50, 25)]
    [InlineData(25, 10)]
    public void TryTake_LiveMoreFramesThanSlots_ConsecutiveWindowsShareAllPicturesButOne(double sourceFps, double fps)
    {
        using var assembler = new SlidingAssembler(new WindowingOptions { Fps = fps, Alignment = MapAlignment.Newest, IsLive = true });
        var windows = new List<long[]>();
        for (var index = 0; index < 100; index++)
        {
            assembler.AddFrame(Picture((byte)index), new MediaTime((long)(index * 1e9 / sourceFps)));
            while (assembler.TryTake(out var step))
            {
                windows.Add(step.Window.PictureIds.ToArray());
                step.Window.Dispose();
            }
        }

        Assert.All(windows.Zip(windows.Skip(1)), pair => Assert.Equal(pair.First[1..], pair.Second[..^1]));
        Assert.All(windows.Skip(16), ids => Assert.Equal(16, ids.Distinct().Count()));
    }

    [Fact]
    public void AddFrame_StampsThatRunBackwards_BelongToTheNewestSlot()
    {
        using var assembler = new SlidingAssembler(new WindowingOptions { Fps = 25 });

        assembler.AddFrame(Picture(1), MediaTime.FromMilliseconds(1000));
        assembler.AddFrame(Picture(2), MediaTime.FromMilliseconds(1040));

        Assert.Equal(1, assembler.AddFrame(Picture(3), MediaTime.FromMilliseconds(900)));
        Assert.Equal(1, assembler.BackwardFrames);
    }

    [Fact]
    public void RepeatedSlots_CountsHolesInTheStreamButNotItsEdges()
    {
        using var assembler = new SlidingAssembler(new WindowingOptions { Fps = 25 });

        assembler.AddFrame(Picture(1), MediaTime.FromMilliseconds(0));
        assembler.AddFrame(Picture(2), MediaTime.FromMilliseconds(200)); // slots 1 to 4 are empty
        assembler.AddFrame(Picture(3), MediaTime.FromMilliseconds(4240)); // slots 6 to 105 are empty
        assembler.End();

        Assert.Equal(104, assembler.RepeatedSlots);
    }

    [Fact]
    public void PictureIds_AreEqualExactlyWhereThePictureIsTheSame()
    {
        using var assembler = new SlidingAssembler(new WindowingOptions { Fps = 25, Alignment = MapAlignment.Newest });
        assembler.AddFrame(Picture(1), MediaTime.FromMilliseconds(0));
        assembler.AddFrame(Picture(1), MediaTime.FromMilliseconds(120));
        assembler.End();

        assembler.TryTake(out var first);
        assembler.TryTake(out var second);

        using (first.Window)
        using (second.Window)
        {
            Assert.Single(first.Window.PictureIds.ToArray().Distinct());
            Assert.Equal(first.Window.PictureIds[15], second.Window.PictureIds[14]);
            Assert.NotEqual(second.Window.PictureIds[14], second.Window.PictureIds[15]);
        }
    }

    [Fact]
    public void TryTake_Offline_WaitsForItsAudio()
    {
        using var assembler = WithAudio();
        AddFrames(assembler, 0, 20);

        Assert.False(assembler.TryTake(out _));
        assembler.AddAudio(Tone(0, AudioFormat.SampleRate));

        Assert.Equal(AudioState.Present, Take(assembler).Audio);
    }

    [Fact]
    public void TryTake_AudioEndedLongAgo_DoesNotWaitAgain()
    {
        using var assembler = WithAudio();
        assembler.AddAudio(Tone(0, AudioFormat.SampleRate / 10));
        AddFrames(assembler, 0, 100);

        var taken = 0;
        while (assembler.TryTake(out var step))
        {
            step.Window.Dispose();
            taken++;
        }

        // Frame 99 closes slot 98, whose window belongs to slot 91: nothing of it is held back.
        Assert.Equal(92, taken);
    }

    [Theory]
    [InlineData(true, 0f, AudioState.Silent)]
    [InlineData(true, 0.5f, AudioState.Present)]
    [InlineData(false, 0.5f, AudioState.Off)]
    public void TryTake_Audio_IsStated(bool listens, float level, AudioState expected)
    {
        using var assembler = new SlidingAssembler(new WindowingOptions { Fps = 25, HasAudio = true, Listens = listens });
        assembler.AddAudio(Tone(0, 2 * AudioFormat.SampleRate, level));
        AddFrames(assembler, 0, 20);

        assembler.TryTake(out var step);

        using (step.Window)
        {
            Assert.Equal(expected, step.Audio);
            Assert.Equal(expected == AudioState.Present, step.Window.Audio.ContainsAnyExcept(0f));
        }
    }

    [Fact]
    public void TryTake_NoAudioTrack_IsMissing()
    {
        using var assembler = new SlidingAssembler(new WindowingOptions { Fps = 25 });
        AddFrames(assembler, 0, 20);

        Assert.Equal(AudioState.Missing, Take(assembler).Audio);
    }

    private static SlidingAssembler WithAudio() => new(new WindowingOptions { Fps = 25, HasAudio = true });

    private static List<(long Target, byte[] Pictures)> Run(WindowingOptions options, IReadOnlyList<WindowReference.Frame> clip)
    {
        using var assembler = new SlidingAssembler(options);
        var windows = new List<(long, byte[])>();
        foreach (var frame in clip)
        {
            assembler.AddFrame(Picture(frame.Picture), new MediaTime(5_000_000_000 + frame.Nanoseconds));
            TakeAll(assembler, windows);
        }
        assembler.End();
        TakeAll(assembler, windows);
        return windows;
    }

    private static void TakeAll(SlidingAssembler assembler, List<(long, byte[])> windows)
    {
        while (assembler.TryTake(out var step))
        {
            windows.Add((step.TargetSlot, PicturesOf(step)));
            step.Window.Dispose();
        }
    }

    private static (byte[] Pictures, AudioState Audio) Take(SlidingAssembler assembler)
    {
        Assert.True(assembler.TryTake(out var step));
        using (step.Window) return (PicturesOf(step), step.Audio);
    }

    // Every byte of a test picture is the same.
    private static byte[] PicturesOf(WindowStep step) =>
        [.. Enumerable.Range(0, NetworkWindow.Frames).Select(age => step.Window.Pictures[age * NetworkWindow.BytesPerFrame])];

    private static void AddFrames(SlidingAssembler assembler, int first, int count)
    {
        for (var index = first; index < first + count; index++) assembler.AddFrame(Picture((byte)index), MediaTime.FromMilliseconds(index * 40));
    }

    private static byte[] Picture(byte value)
    {
        var picture = new byte[NetworkWindow.BytesPerFrame];
        Array.Fill(picture, value);
        return picture;
    }

    private static AudioBlock Tone(long milliseconds, int samples, float level = 0.5f)
    {
        var block = AudioBlock.Rent(samples);
        for (var i = 0; i < samples; i++) block.Samples[i] = level * MathF.Sin(i * 0.1f);
        block.PresentationTime = MediaTime.FromMilliseconds(milliseconds);
        return block;
    }

    private static void AddTone(SlidingAssembler assembler, double from, double seconds, double blockSeconds) =>
        AddAudio(assembler, from, seconds, blockSeconds, index => index % 20 < 10 ? 0.9f : -0.9f);

    private static void AddSilence(SlidingAssembler assembler, double from, double seconds, double blockSeconds) =>
        AddAudio(assembler, from, seconds, blockSeconds, _ => 0);

    private static void AddAudio(SlidingAssembler assembler, double from, double seconds, double blockSeconds, Func<int, float> sample)
    {
        for (var at = 0.0; at < seconds - 1e-9; at += blockSeconds)
        {
            using var block = AudioBlock.Rent((int)Math.Round(AudioFormat.SampleRate * blockSeconds));
            for (var index = 0; index < block.Count; index++) block.Samples[index] = sample(index);
            block.PresentationTime = MediaTime.FromSeconds(from + at);
            assembler.AddAudio(block);
        }
    }

    private static void TakeSound(SlidingAssembler assembler, List<(long Target, AudioState State, float Loudest)> into)
    {
        while (assembler.TryTake(out var step))
        {
            using (step.Window) into.Add((step.TargetSlot, step.Audio, step.Window.Audio.ToArray().Max()));
        }
    }
}
