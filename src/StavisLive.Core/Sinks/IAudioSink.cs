using StavisLive.Core.Media;
using StavisLive.Core.Sources;

namespace StavisLive.Core.Sinks;

/// <summary>A sink that records audio as well. Audio arrives in the order of time and may run ahead of the pictures.</summary>
/// <remarks>
/// Where <see cref="SourceDescription.EncodedAudio"/> is set only packets arrive, else only blocks; never both.
/// </remarks>
public interface IAudioSink : ISink
{
    /// <summary>Takes mono samples. Borrows them.</summary>
    ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken);

    /// <summary>Takes a packet of the source's own encoded audio. Borrows it.</summary>
    ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken);
}
