using Microsoft.Extensions.Logging;
using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Encoding.Process;

/// <summary>Makes encoders that send to a media server or a loopback camera, ffmpeg children each.</summary>
/// <param name="tools">The ffmpeg to use.</param>
/// <param name="time">Clock of the patience with a child that does not end, or takes nothing.</param>
/// <param name="log">Told of audio that comes late.</param>
public sealed class FfmpegStreamEncoderFactory(FfmpegTools tools, TimeProvider time, ILogger log) : IVideoEncoderFactory
{
    private readonly AudioPatience _patience = new(log);

    /// <summary>What is wrong with an address, as a sentence; null when nothing is.</summary>
    /// <remarks>What is none at all is a problem of its own.</remarks>
    public static string? CheckTarget(string target)
    {
        if (StreamProtocol.Find(target) is null) return null;
        var address = StreamAddress.Of(target);
        if (address.Problem is not { } problem) return null;
        foreach (var (option, value) in address.Hidden) HiddenOptions.Hide(option, value);
        return problem;
    }

    /// <inheritdoc />
    /// <remarks>The connection is made with the first picture.</remarks>
    public IVideoEncoder Open(string path, EncodedVideoFormat format) =>
        new FfmpegProcessEncoder(tools, new StreamTarget(path), new RawPictures(format, StreamArguments.Encode(format, StreamProtocol.Of(path))), format, _patience, time);
}
