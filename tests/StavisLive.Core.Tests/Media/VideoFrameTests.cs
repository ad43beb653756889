using StavisLive.Core.Media;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Media;

public sealed class VideoFrameTests
{
    private readonly TestFrames _frames = new();

    [Fact]
    public async Task ToJpeg_ManyAsk_IsMadeOnce()
    {
        using var frame = _frames.Make(3, MediaTime.Zero);
        var encoder = new CountingEncoder();

        var files = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => frame.ToJpeg(encoder))));

        Assert.Equal(1, encoder.Count);
        Assert.All(files, file => Assert.Same(files[0], file));
    }

    [Fact]
    public void ToJpeg_FrameRecycled_IsMadeAnew()
    {
        var encoder = new CountingEncoder();
        var first = _frames.Make(3, MediaTime.Zero);
        Assert.Equal([3], first.ToJpeg(encoder));
        first.Dispose();

        using var second = _frames.Make(4, MediaTime.Zero);

        Assert.Same(first, second);
        Assert.Equal([4], second.ToJpeg(encoder));
    }

    private sealed class CountingEncoder : IPictureEncoder
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public byte[] Encode(VideoFrame frame)
        {
            Interlocked.Increment(ref _count);
            return [frame.Pixels[0]];
        }
    }
}
