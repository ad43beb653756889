using StavisLive.Core.Media;
using StavisLive.Core.Queues;

namespace StavisLive.Core.Sessions.Stages;

/// <summary>The writer a session gives its source: everything goes into one queue, so that the order is kept.</summary>
/// <param name="queue">What the window stage reads.</param>
/// <param name="invalid">Told how many samples of a block were no numbers, or beyond any scale.</param>
internal sealed class MediaWriter(StageQueue<MediaItem> queue, Action<int> invalid) : IMediaWriter
{
    /// <inheritdoc />
    public ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken) =>
        queue.WriteAsync(new MediaItem.Picture(frame), cancellationToken);

    /// <inheritdoc />
    public ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken)
    {
        if (SampleLimit.Apply(block.Samples) is > 0 and var count) invalid(count);
        return queue.WriteAsync(new MediaItem.Samples(block), cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken) =>
        queue.WriteAsync(new MediaItem.Packet(packet), cancellationToken);

    /// <inheritdoc />
    public ValueTask WritePauseAsync(CancellationToken cancellationToken) => queue.WriteAsync(MediaItem.Pause.Instance, cancellationToken);
}
