using StavisLive.Core.Media;

namespace StavisLive.Core.Sinks;

/// <summary>A sink that does not wait for maps: live, each frame comes as soon as it was captured, and results come later and without pictures.</summary>
/// <remarks>Offline no frame comes by itself, and results come with their pictures.</remarks>
public interface IFrameSink : ISink
{
    /// <summary>Takes a frame of a live stream. Borrows it.</summary>
    ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken);
}
