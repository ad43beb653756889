using StavisLive.Core.Media;
using StavisLive.Core.Sinks;

namespace StavisLive.Media.Encoding;

/// <summary>Encodes pictures and their audio into one video.</summary>
/// <remarks>
/// <para>Audio may run ahead of its pictures; it ends with the last of them.</para>
/// <para>Not thread-safe. Writes block while the encoder is busy. May be disposed without having been completed.</para>
/// </remarks>
public interface IVideoEncoder : IAsyncDisposable
{
    /// <summary>Whether pictures may come with regions of interest.</summary>
    bool HonoursRegions { get; }

    /// <summary>Bytes that have been taken so far by whatever packs them for where the video goes.</summary>
    long Written { get; }

    /// <summary>Writes a picture.</summary>
    /// <param name="pixels">8-bit BGR rows without padding, of the format's size. Borrowed for the call itself, not for the task.</param>
    /// <param name="time">When it is shown.</param>
    /// <param name="regions">Where its quality should differ. Of regions that overlap the first counts. Borrowed like the pixels.</param>
    /// <exception cref="SinkException">The encoder died; the message has its last words.</exception>
    /// <exception cref="NotSupportedException">There are regions, but <see cref="HonoursRegions"/> is false.</exception>
    ValueTask WriteAsync(ReadOnlySpan<byte> pixels, MediaTime time, ReadOnlySpan<RegionOfInterest> regions = default);

    /// <summary>Takes a block of mono samples. Borrows it.</summary>
    /// <exception cref="SinkException">The encoder died; the message has its last words.</exception>
    ValueTask WriteAsync(AudioBlock block);

    /// <summary>Takes a packet of the format's encoded audio. Borrows it.</summary>
    /// <exception cref="SinkException">The encoder died; the message has its last words.</exception>
    ValueTask WriteAsync(AudioPacket packet);

    /// <summary>Ends the video. Without a single picture there is none.</summary>
    /// <returns>Null; or what the finished video lacks, as a sentence: it plays, but not every player knows its length.</returns>
    /// <exception cref="SinkException">The video is incomplete.</exception>
    Task<string?> CompleteAsync(CancellationToken cancellationToken);
}
