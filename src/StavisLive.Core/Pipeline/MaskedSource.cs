using StavisLive.Core.Media;

namespace StavisLive.Core.Pipeline;

/// <summary>Blackens parts of every frame right behind its capture, so that nobody ever sees what was there.</summary>
/// <remarks>In the frame's own buffer, which the source has just filled and nobody else holds yet.</remarks>
/// <param name="inner">The source; owned.</param>
/// <param name="masks">What is hidden, in fractions of the whole frame.</param>
public sealed class MaskedSource(ISource inner, IReadOnlyList<FrameArea> masks) : SourceDecorator(inner)
{
    /// <inheritdoc />
    public override Task ReadAsync(IMediaWriter output, CancellationToken cancellationToken) =>
        Inner.ReadAsync(new Writer(output, masks), cancellationToken);

    private static void Blacken(VideoFrame frame, FrameArea mask)
    {
        var pixels = mask.Covering(frame.Width, frame.Height);
        for (var row = pixels.Top; row < pixels.Bottom; row++) frame.Row(row, pixels.Left, pixels.Width).Clear();
    }

    private sealed class Writer(IMediaWriter output, IReadOnlyList<FrameArea> masks) : IMediaWriter
    {
        public ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken)
        {
            foreach (var mask in masks) Blacken(frame, mask);
            return output.WriteAsync(frame, cancellationToken);
        }

        public ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken) => output.WriteAsync(block, cancellationToken);

        public ValueTask WriteAsync(SoundPacket packet, CancellationToken cancellationToken) => output.WriteAsync(packet, cancellationToken);
    }
}
