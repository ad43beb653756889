using StavisLive.Core.Media;
using StavisLive.Core.Sources.Decorators;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Sources.Decorators;

/// <summary>What of a frame is left to see: masks and the region.</summary>
public sealed class VisibleFrameTests : IMediaWriter
{
    private static readonly FrameMask LowerRight = new() { X = 0.5, Y = 0.5, Width = 0.5, Height = 0.5 };
    private static readonly FrameArea Middle = new() { X = 0.25, Y = 0.25, Width = 0.5, Height = 0.5 };

    private readonly List<VideoFrame> _frames = [];
    private readonly List<string> _sounds = [];

    [Fact]
    public async Task Read_Mask_BlackensThoseBytesInTheFramesOwnBufferAndNoOthers()
    {
        VideoFrame? captured = null;
        await using var source = new MaskedSource(Source(frame => captured = frame), [LowerRight]);

        await source.ReadAsync(this, CancellationToken.None);

        var frame = Assert.Single(_frames);
        Assert.Same(captured, frame);
        AssertPixels(frame, (x, y) => x >= 8 && y >= 8 ? 0 : 7);
    }

    [Fact]
    public async Task Read_MaskOverFramesOfOtherSizes_HidesTheSamePlaceOfEach()
    {
        await using var source = new MaskedSource(
            new ScriptedSource(TestFrames.Description(), async (output, stop) =>
            {
                foreach (var size in (int[])[16, 40, 16])
                {
                    var frame = new FramePool(size, size).Rent();
                    frame.Pixels.Fill(7);
                    await output.WriteAsync(frame, stop);
                }
            }),
            [FrameMask.Parse("0,0,0.5,0,0.5,0.5,0,0.5")!]);

        await source.ReadAsync(this, CancellationToken.None);

        Assert.All(_frames, frame => AssertPixels(frame, (x, y) => x < frame.Width / 2 && y < frame.Height / 2 ? 0 : 7));
    }

    [Fact]
    public async Task Read_RegionBehindAMask_ShowsTheRegionOfTheMaskedWhole()
    {
        await using var source = new RegionSource(new MaskedSource(Source(), [LowerRight]), Middle);

        var description = await source.OpenAsync(CancellationToken.None);
        await source.ReadAsync(this, CancellationToken.None);

        var frame = Assert.Single(_frames);
        Assert.Equal((8, 8), (description.Width, description.Height));
        Assert.Equal((8, 8), (frame.Width, frame.Height));
        Assert.Equal(
            (5, MediaTime.FromMilliseconds(200), 1234, "still", new PixelAspect(4, 3)),
            (frame.Index, frame.PresentationTime, frame.CapturedAt, frame.StillName, frame.PixelAspect));
        AssertPixels(frame, (x, y) => x >= 4 && y >= 4 ? 0 : 7);
    }

    [Fact]
    public async Task Read_MaskAndRegion_PassEveryKindOfAudio()
    {
        await using var source = new RegionSource(new MaskedSource(Source(), [LowerRight]), Middle);

        await source.ReadAsync(this, CancellationToken.None);

        Assert.Equal(["samples", "packet"], _sounds);
    }

    [Fact]
    public async Task Read_Region_GivesTheWholeFrameBack()
    {
        VideoFrame? captured = null;
        await using var source = new RegionSource(Source(frame => captured = frame), Middle);

        await source.ReadAsync(this, CancellationToken.None);

        Assert.Equal(0, captured!.Holders);
    }

    ValueTask IMediaWriter.WriteAsync(VideoFrame frame, CancellationToken cancellationToken)
    {
        _frames.Add(frame);
        return default;
    }

    ValueTask IMediaWriter.WriteAsync(AudioBlock block, CancellationToken cancellationToken)
    {
        using (block) _sounds.Add("samples");
        return default;
    }

    ValueTask IMediaWriter.WriteAsync(AudioPacket packet, CancellationToken cancellationToken)
    {
        using (packet) _sounds.Add("packet");
        return default;
    }

    ValueTask IMediaWriter.WritePauseAsync(CancellationToken cancellationToken) => default;

    private static ScriptedSource Source(Action<VideoFrame>? captured = null) => new(TestFrames.Description(hasAudio: true), async (output, stop) =>
    {
        var frame = new TestFrames().Make(7, MediaTime.FromMilliseconds(200));
        frame.Index = 5;
        frame.CapturedAt = 1234;
        frame.PixelAspect = new PixelAspect(4, 3);
        frame.StillName = "still";
        captured?.Invoke(frame);
        await output.WriteAsync(frame, stop);
        await output.WriteAsync(AudioBlock.Rent(10), stop);
        await output.WriteAsync(AudioPacket.Rent(10), stop);
    });

    private static void AssertPixels(VideoFrame frame, Func<int, int, int> expected)
    {
        for (var y = 0; y < frame.Height; y++)
        {
            for (var x = 0; x < frame.Width; x++) Assert.All(frame.Row(y, x, 1).ToArray(), value => Assert.Equal(expected(x, y), value));
        }
    }
}
