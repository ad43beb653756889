using StavisLive.Core.Media;
using StavisLive.Core.Queues;

namespace StavisLive.Core.Sessions.Stages;

/// <summary>The writer a session gives its source: everything goes into one queue, so that the order is kept.</summary>
internal sealed class MediaWriter(StageQueue<MediaItem> queue) : IMediaWriter
{
    /// <inheritdoc />
    public ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken) =>
        queue.WriteAsync(new MediaItem.Picture(frame), cancellationToken);

    /// <inheritdoc />
    public ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken) =>
        queue.WriteAsync(new MediaItem.Samples(block), cancellationToken);

    /// <inheritdoc />
    public ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken) =>
        queue.WriteAsync(new MediaItem.Packet(packet), cancellationToken);
}
