using StavisLive.Core.Media;

namespace StavisLive.Core.Sources.Decorators;

/// <summary>Moves a source's audio against its pictures, where somebody has seen that they don't fit.</summary>
/// <param name="inner">The source; owned.</param>
/// <param name="offset">Added to every time of the audio: positive is heard later.</param>
public sealed class AudioOffsetSource(ISource inner, MediaTime offset) : SourceDecorator(inner)
{
    /// <inheritdoc />
    public override async Task<SourceDescription> OpenAsync(CancellationToken cancellationToken)
    {
        var description = await Inner.OpenAsync(cancellationToken).ConfigureAwait(false);
        var lag = description.AudioLag - offset.ToTimeSpan();
        return description with { AudioLag = lag > TimeSpan.Zero ? lag : TimeSpan.Zero };
    }

    /// <inheritdoc />
    public override Task ReadAsync(IMediaWriter output, CancellationToken cancellationToken) =>
        Inner.ReadAsync(new Writer(output, offset), cancellationToken);

    private sealed class Writer(IMediaWriter output, MediaTime offset) : MediaWriterDecorator(output)
    {
        public override ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken)
        {
            block.PresentationTime += offset;
            return Output.WriteAsync(block, cancellationToken);
        }

        public override ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken)
        {
            packet.PresentationTime += offset;
            return Output.WriteAsync(packet, cancellationToken);
        }
    }
}
