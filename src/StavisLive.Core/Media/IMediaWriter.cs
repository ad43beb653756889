namespace StavisLive.Core.Media;

/// <summary>Where a source hands its pictures and audio to.</summary>
/// <remarks>
/// Every method takes ownership of what it is given, also when it throws. A live stream's writer never makes the source wait: what does
/// not fit pushes out the oldest, counted. Offline it waits. Safe to call from several threads.
/// </remarks>
public interface IMediaWriter
{
    /// <summary>Hands a picture over.</summary>
    ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken);

    /// <summary>Hands mono samples over; consecutive blocks follow each other without a hole.</summary>
    ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken);

    /// <summary>Hands a packet of the source's own encoded audio over.</summary>
    ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken);

    /// <summary>Tells that no picture came for a while when the stream was recorded, and windows ran ahead here.</summary>
    ValueTask WritePauseAsync(CancellationToken cancellationToken);
}
