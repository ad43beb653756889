using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Encoding.Process;

/// <summary>Makes encoders that send to a media server or a loopback camera, ffmpeg children each.</summary>
/// <param name="tools">The ffmpeg to use.</param>
/// <param name="time">Clock of the patience with a child that does not end, or takes nothing.</param>
public sealed class FfmpegStreamEncoderFactory(FfmpegTools tools, TimeProvider time) : IVideoEncoderFactory
{
    /// <inheritdoc />
    /// <remarks>The connection is made with the first picture.</remarks>
    public IVideoEncoder Open(string path, EncodedVideoFormat format) =>
        new FfmpegProcessEncoder(tools, new StreamTarget(path), new RawPictures(format, StreamArguments.Encode(format, StreamProtocol.Of(path))), format, time);
}
