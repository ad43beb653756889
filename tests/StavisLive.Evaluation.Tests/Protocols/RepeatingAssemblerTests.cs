using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Evaluation.Protocols;

namespace StavisLive.Evaluation.Tests.Protocols;

public class RepeatingAssemblerTests
{
    private const double Fps = 25;

    [Theory]
    [InlineData(40)]
    [InlineData(17)]
    [InlineData(16)]
    [InlineData(15)]
    [InlineData(9)]
    public void Windows_AnyLength_AreTheAuthorsListsOfFrames(int frames)
    {
        var expected = new List<(long Target, int[] Frames)>();
        for (var first = 0; first + 8 < frames; first++) expected.Add((first + 8, ListOf(first, frames)));

        var windows = Run(frames).Select(window => (window.Target, window.Frames)).ToList();

        Assert.Equal(expected.Select(window => window.Target), windows.Select(window => window.Target));
        foreach (var (want, have) in expected.Zip(windows)) Assert.Equal(want.Frames, have.Frames);
    }

    [Fact]
    public void Windows_FewerThanNineFrames_ThereAreNone() => Assert.Empty(Run(8));

    [Fact]
    public void Windows_Audio_RunsFromTheFirstListedFrameToTheLastListedOne()
    {
        const int Frames = 20;
        var ring = new AudioRing();
        ring.Write(Ramp());
        foreach (var (target, list, audio) in Run(Frames))
        {
            var (begin, end) = HannExcerpt.RangeOf(list[0], list[^1], Fps, ring.Horizon);
            var expected = new float[NetworkWindow.AudioLength];
            new HannExcerpt().Fill(ring, begin, end, expected);

            Assert.True(expected.AsSpan().SequenceEqual(audio), $"window of frame {target}");
        }
    }

    [Fact]
    public void Windows_NetworkThatDoesNotListen_GetZeros()
    {
        Assert.All(Run(17, listens: false), window => Assert.All(window.Audio, sample => Assert.Equal(0, sample)));
    }

    /// <summary>The authors' padding: a list that is shorter than sixteen is extended by its own elements from the first on.</summary>
    private static int[] ListOf(int first, int frames)
    {
        var list = Enumerable.Range(first, Math.Min(16, frames - first)).ToList();
        for (var at = 0; list.Count < 16; at++) list.Add(list[at]);
        return [.. list];
    }

    private static List<(long Target, int[] Frames, float[] Audio)> Run(int frames, bool listens = true)
    {
        using var assembler = new RepeatingAssembler(Fps, listens);
        assembler.AddAudio(Ramp());
        var picture = new byte[NetworkWindow.BytesPerFrame];
        var windows = new List<(long, int[], float[])>();
        for (var frame = 0; frame < frames; frame++)
        {
            Array.Fill(picture, (byte)frame);
            assembler.AddFrame(picture, MediaTime.FromSeconds(frame / Fps));
            Take(assembler, windows);
        }
        assembler.End();
        Take(assembler, windows);
        return windows;
    }

    private static void Take(RepeatingAssembler assembler, List<(long, int[], float[])> windows)
    {
        while (assembler.TryTake(out var step))
        {
            using var window = step.Window;
            var pictures = new int[NetworkWindow.Frames];
            for (var at = 0; at < pictures.Length; at++)
            {
                pictures[at] = window.Pictures[at * NetworkWindow.BytesPerFrame];
                Assert.Equal(window.PictureIds[at], pictures[at]);
            }
            windows.Add((step.TargetSlot, pictures, window.Audio.ToArray()));
        }
    }

    private static AudioBlock Ramp()
    {
        var block = AudioBlock.Rent(2 * AudioFormat.SampleRate);
        for (var at = 0; at < block.Count; at++) block.Samples[at] = at / (float)block.Count;
        block.PresentationTime = MediaTime.Zero;
        return block;
    }
}
