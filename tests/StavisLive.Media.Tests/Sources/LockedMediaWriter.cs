using StavisLive.Core.Media;

namespace StavisLive.Media.Tests.Sources;

/// <summary>Lets several threads write to a writer for one.</summary>
internal sealed class LockedMediaWriter(CollectingMediaWriter inner) : IMediaWriter
{
    private readonly Lock _lock = new();

    /// <summary>The writer underneath, for when everybody is done.</summary>
    public CollectingMediaWriter Inner => inner;

    public ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken)
    {
        lock (_lock) return inner.WriteAsync(frame, cancellationToken);
    }

    public ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken)
    {
        lock (_lock) return inner.WriteAsync(block, cancellationToken);
    }

    public ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken)
    {
        lock (_lock) return inner.WriteAsync(packet, cancellationToken);
    }

    public ValueTask WritePauseAsync(CancellationToken cancellationToken)
    {
        lock (_lock) return inner.WritePauseAsync(cancellationToken);
    }
}
