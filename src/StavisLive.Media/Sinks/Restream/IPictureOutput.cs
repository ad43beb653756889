using StavisLive.Core.Sinks;
using StavisLive.Media.Encoding;

namespace StavisLive.Media.Sinks.Restream;

/// <summary>Where a sink's pictures and audio are encoded to. Not thread-safe.</summary>
internal interface IPictureOutput : IAsyncDisposable
{
    /// <summary>Whether a picture can be sent now; counts it as dropped where not.</summary>
    bool TakesPicture();

    /// <summary>Sends a picture of a format.</summary>
    /// <exception cref="SinkException">Nothing more can be sent.</exception>
    ValueTask SendPictureAsync(EncodedVideoFormat format, Func<IVideoEncoder, ValueTask> send);

    /// <summary>Sends audio.</summary>
    /// <exception cref="SinkException">Nothing more can be sent.</exception>
    ValueTask SendAudioAsync(Func<IVideoEncoder, ValueTask> send);

    /// <summary>Ends it.</summary>
    /// <returns>Null; or what it lacks, as a sentence.</returns>
    /// <exception cref="SinkException">It is incomplete.</exception>
    Task<string?> CompleteAsync(CancellationToken cancellationToken);
}
