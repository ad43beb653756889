using StavisLive.Core.Media;
using StavisLive.Scenes.BuiltIn;

namespace StavisLive.Scenes.Tests.BuiltIn;

public sealed class SyntheticSourceTests
{
    [Theory]
    [InlineData(25, 50)]
    [InlineData(29.97, 60)]
    [InlineData(10, 20)]
    public async Task ReadAsync_TwoSeconds_EveryFrameAndEverySample(double frameRate, int frames)
    {
        using var writer = await RunAsync(new SyntheticOptions { FrameRate = frameRate, Length = MediaTime.FromSeconds(2), Width = 64, Height = 36 });

        Assert.Equal(frames, writer.Frames.Count);
        Assert.Equal(Enumerable.Range(0, frames).Select(i => (long)i), writer.Frames.Select(frame => frame.Index));
        Assert.All(writer.Frames, frame => Assert.Equal(MediaTime.FromSeconds(frame.Index / frameRate), frame.PresentationTime));
        Assert.Equal(Math.Round(frames / frameRate * AudioFormat.SampleRate), writer.Audio.Length);
        var expected = 0;
        foreach (var block in writer.Blocks)
        {
            Assert.Equal(MediaTime.FromSeconds((double)expected / AudioFormat.SampleRate), block.PresentationTime);
            expected += block.Count;
        }
    }

    [Fact]
    public async Task ReadAsync_SameSeedTwice_SameBytes()
    {
        var options = new SyntheticOptions { Seed = 5, Length = MediaTime.FromSeconds(1) };
        using var first = await RunAsync(options);
        using var second = await RunAsync(options);

        Assert.Equal(first.Audio, second.Audio);
        foreach (var (a, b) in first.Frames.Zip(second.Frames)) Assert.True(a.Pixels.SequenceEqual(b.Pixels), $"frame {a.Index}");
    }

    [Fact]
    public async Task ReadAsync_OtherSeed_OtherPictureAndAudio()
    {
        using var first = await RunAsync(new SyntheticOptions { Seed = 5, Length = MediaTime.FromSeconds(1) });
        using var second = await RunAsync(new SyntheticOptions { Seed = 6, Length = MediaTime.FromSeconds(1) });

        Assert.NotEqual(first.Audio, second.Audio);
        Assert.False(first.Frames[0].Pixels.SequenceEqual(second.Frames[0].Pixels));
    }

    [Fact]
    public async Task ReadAsync_NoLength_RunsUntilCancelled()
    {
        using var writer = new KeepingWriter(enough: 7);
        await using var source = new SyntheticSource(new SyntheticOptions { Width = 64, Height = 36 }, TimeProvider.System);
        var description = await source.OpenAsync(default);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => source.ReadAsync(writer, writer.Enough));

        Assert.Null(description.FrameCount);
        Assert.False(description.IsLive);
        Assert.InRange(writer.Frames.Count, 7, 8);
    }

    [Fact]
    public void Render_SteadyState_NoGarbage()
    {
        var scene = new SyntheticScene(new SyntheticOptions { Width = 320, Height = 180 });
        var renderer = new SceneRenderer(scene);
        var voices = new SceneVoices(scene);
        var pixels = new byte[320 * 180 * 3];
        var samples = new float[882];
        for (var i = 0; i <= 100; i++) Work(i);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1; i <= 100; i++) Work(i);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Work(int frame)
        {
            renderer.Render(MediaTime.FromMilliseconds(frame * 40), pixels);
            voices.Fill(samples, frame * 882L);
        }
    }

    private static async Task<KeepingWriter> RunAsync(SyntheticOptions options)
    {
        var writer = new KeepingWriter();
        await using var source = new SyntheticSource(options, TimeProvider.System);
        var description = await source.OpenAsync(default);
        await source.ReadAsync(writer, default);
        Assert.Equal(description.FrameCount, writer.Frames.Count);
        return writer;
    }
}
