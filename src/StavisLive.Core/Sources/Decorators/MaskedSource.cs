using StavisLive.Core.Media;

namespace StavisLive.Core.Sources.Decorators;

/// <summary>Blackens parts of every frame right behind its capture, so that nobody ever sees what was there.</summary>
/// <remarks>In the frame's own buffer, which the source has just filled and nobody else holds yet.</remarks>
/// <param name="inner">The source; owned.</param>
/// <param name="masks">What is hidden, in fractions of the whole frame.</param>
public sealed class MaskedSource(ISource inner, IReadOnlyList<FrameMask> masks) : SourceDecorator(inner)
{
    /// <inheritdoc />
    public override Task ReadAsync(IMediaWriter output, CancellationToken cancellationToken) =>
        Inner.ReadAsync(new Writer(output, masks), cancellationToken);

    private sealed class Writer(IMediaWriter output, IReadOnlyList<FrameMask> masks) : MediaWriterDecorator(output)
    {
        // Of the size before; a source may come back with another one.
        private (int Width, int Height) _size;
        private PixelRun[] _hidden = [];

        public override ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken)
        {
            if (_size != (frame.Width, frame.Height))
            {
                _size = (frame.Width, frame.Height);
                _hidden = MaskedPixels.Of(masks, frame.Width, frame.Height);
            }
            foreach (var run in _hidden) frame.Row(run.Row, run.Left, run.Width).Clear();
            return Output.WriteAsync(frame, cancellationToken);
        }
    }
}
