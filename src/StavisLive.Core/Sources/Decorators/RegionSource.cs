using StavisLive.Core.Media;

namespace StavisLive.Core.Sources.Decorators;

/// <summary>Cuts a region out of every frame: to everybody behind it, the region is the frame.</summary>
/// <param name="inner">The source; owned.</param>
/// <param name="region">What is kept, in fractions of the whole frame.</param>
public sealed class RegionSource(ISource inner, FrameArea region) : SourceDecorator(inner)
{
    /// <inheritdoc />
    public override async Task<SourceDescription> OpenAsync(CancellationToken cancellationToken)
    {
        var whole = await Inner.OpenAsync(cancellationToken).ConfigureAwait(false);
        // Every still has its own size.
        if (whole.Width == 0) return whole;
        var pixels = region.Nearest(whole.Width, whole.Height);
        return whole with { Width = pixels.Width, Height = pixels.Height };
    }

    /// <inheritdoc />
    public override Task ReadAsync(IMediaWriter output, CancellationToken cancellationToken) =>
        Inner.ReadAsync(new Writer(output, region), cancellationToken);

    private sealed class Writer(IMediaWriter output, FrameArea region) : MediaWriterDecorator(output)
    {
        private readonly FramePools _pools = new();

        public override ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken)
        {
            using (frame) return Output.WriteAsync(Cut(frame), cancellationToken);
        }

        private VideoFrame Cut(VideoFrame frame)
        {
            var pixels = region.Nearest(frame.Width, frame.Height);
            var cut = _pools.Of(pixels.Width, pixels.Height).Rent();
            for (var row = 0; row < pixels.Height; row++)
                frame.Row(pixels.Top + row, pixels.Left, pixels.Width).CopyTo(cut.Row(row, 0, pixels.Width));
            cut.PixelAspect = frame.PixelAspect;
            cut.Index = frame.Index;
            cut.PresentationTime = frame.PresentationTime;
            cut.CapturedAt = frame.CapturedAt;
            cut.StillName = frame.StillName;
            return cut;
        }
    }
}
