using StavisLive.Core.Sinks;

namespace StavisLive.Media.Encoding;

/// <summary>Makes encoders that write to files, or send to others.</summary>
public interface IVideoEncoderFactory
{
    /// <summary>Makes sure that the file can be written; what is there is replaced when the first picture comes.</summary>
    /// <param name="path">Where to: a file, or an address.</param>
    /// <param name="format">What will be written.</param>
    /// <returns>The caller's.</returns>
    /// <exception cref="SinkException">The path is none for a video, or cannot be written.</exception>
    IVideoEncoder Open(string path, EncodedVideoFormat format);
}
