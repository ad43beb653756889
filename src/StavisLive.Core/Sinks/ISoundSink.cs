using StavisLive.Core.Media;
using StavisLive.Core.Sources;

namespace StavisLive.Core.Sinks;

/// <summary>A sink that records sound as well. Sound arrives in the order of time and may run ahead of the pictures.</summary>
/// <remarks>
/// Where <see cref="SourceDescription.EncodedSound"/> is set only packets arrive, else only blocks; never both.
/// </remarks>
public interface ISoundSink : ISink
{
    /// <summary>Takes mono samples. Borrows them.</summary>
    ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken);

    /// <summary>Takes a packet of the source's own encoded sound. Borrows it.</summary>
    ValueTask WriteAsync(SoundPacket packet, CancellationToken cancellationToken);
}
