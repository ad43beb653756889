using StavisLive.Core.Media;
using StavisLive.Core.Sources.Decorators;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Sources.Decorators;

public sealed class LoopingSourceTests : IMediaWriter
{
    private const int Pictures = 25;
    private const int Second = AudioFormat.SampleRate;

    private readonly List<float> _heard = [];
    private readonly List<double> _pictures = [];
    private readonly CancellationTokenSource _enough = new();
    private double _mostEarly;

    [Theory]
    // In pieces, as of a container; in one, as of a hole that was filled; and all of it before the pictures.
    [InlineData(Second / 50, false)]
    [InlineData(3 * Second, false)]
    [InlineData(Second / 50, true)]
    public async Task Read_SoundLongerThanItsPictures_EndsWithThem(int piece, bool isFirst)
    {
        await using var source = new LoopingSource(() => Pass(piece, isFirst));
        await source.OpenAsync(CancellationToken.None);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => source.ReadAsync(this, _enough.Token));

        Assert.Equal(Enumerable.Range(0, 3 * Pictures).Select(index => index * 0.04), _pictures, (left, right) => Math.Abs(left - right) < 1e-6);
        // Each pass is heard from its beginning to the end of its pictures.
        Assert.InRange(_heard.Count, 2.9 * Second, 3 * Second + 3);
        Assert.All(_heard.Select((sample, index) => Math.Abs(sample - ((float)(index % Second) / Second))), error => Assert.InRange(error is > 0.99f ? 1 - error : error, 0, 0.001));
        Assert.InRange(_mostEarly, 0, 0.041);
    }

    // A second of pictures, and three of sound whose samples tell their time.
    private ScriptedSource Pass(int piece, bool isFirst)
    {
        var frames = new TestFrames();
        return new ScriptedSource(TestFrames.Description(hasAudio: true), async (output, stop) =>
        {
            var at = 0;
            for (var picture = 0; picture < Pictures; picture++)
            {
                for (; at < (isFirst ? 3.0 : picture / 25.0) * Second; at += piece) await output.WriteAsync(Sound(at, piece), stop);
                await output.WriteAsync(frames.Make(picture, MediaTime.FromSeconds(picture / 25.0)), stop);
            }
            for (; at < 3 * Second; at += piece) await output.WriteAsync(Sound(at, piece), stop);
        });
    }

    private static AudioBlock Sound(int at, int count)
    {
        var block = AudioBlock.Rent(count);
        for (var i = 0; i < count; i++) block.Samples[i] = (float)(at + i) / Second;
        block.PresentationTime = MediaTime.FromSeconds((double)at / Second);
        return block;
    }

    ValueTask IMediaWriter.WriteAsync(VideoFrame frame, CancellationToken cancellationToken)
    {
        using (frame) _pictures.Add(frame.PresentationTime.Seconds);
        if (_pictures.Count == 3 * Pictures) _enough.Cancel();
        return default;
    }

    ValueTask IMediaWriter.WriteAsync(AudioBlock block, CancellationToken cancellationToken)
    {
        using (block)
        {
            Assert.Equal((double)_heard.Count / Second, block.PresentationTime.Seconds, 0.001);
            _heard.AddRange(block.Samples);
        }
        if (_pictures.Count > 0) _mostEarly = Math.Max(_mostEarly, ((double)_heard.Count / Second) - _pictures[^1] - 0.04);
        return default;
    }

    ValueTask IMediaWriter.WriteAsync(AudioPacket packet, CancellationToken cancellationToken) => throw new NotSupportedException();

    ValueTask IMediaWriter.WritePauseAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
