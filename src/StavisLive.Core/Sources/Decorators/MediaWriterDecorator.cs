using StavisLive.Core.Media;

namespace StavisLive.Core.Sources.Decorators;

/// <summary>A writer that changes some of what it is given: whatever it doesn't is handed on as it came.</summary>
/// <param name="output">Where it goes.</param>
internal abstract class MediaWriterDecorator(IMediaWriter output) : IMediaWriter
{
    /// <summary>The writer behind.</summary>
    protected IMediaWriter Output { get; } = output;

    /// <inheritdoc />
    public virtual ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken) => Output.WriteAsync(frame, cancellationToken);

    /// <inheritdoc />
    public virtual ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken) => Output.WriteAsync(block, cancellationToken);

    /// <inheritdoc />
    public virtual ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken) => Output.WriteAsync(packet, cancellationToken);

    /// <inheritdoc />
    public virtual ValueTask WritePauseAsync(CancellationToken cancellationToken) => Output.WritePauseAsync(cancellationToken);
}
