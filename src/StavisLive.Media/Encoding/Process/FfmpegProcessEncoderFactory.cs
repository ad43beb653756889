using Microsoft.Extensions.Logging;
using StavisLive.Core.Sinks;
using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Encoding.Process;

/// <summary>Makes encoders of .mp4 and .mkv files that are ffmpeg children each.</summary>
/// <param name="tools">The ffmpeg to use.</param>
/// <param name="time">Clock of the patience with a child that does not end.</param>
/// <param name="log">Told of audio that comes late, and of files that got another name meanwhile.</param>
public sealed class FfmpegProcessEncoderFactory(FfmpegTools tools, TimeProvider time, ILogger log) : IVideoEncoderFactory
{
    private readonly AudioPatience _patience = new(log);

    /// <summary>What is wrong with a path for an overlay video, as a sentence; null when nothing is.</summary>
    public static string? CheckPath(string path) => VideoContainer.Of(path) is not null
        ? null
        : $"{path}: an overlay video is an .mp4 or an .mkv file; let its name end in one of them.";

    /// <inheritdoc />
    public IVideoEncoder Open(string path, EncodedVideoFormat format)
    {
        if (CheckPath(path) is { } problem) throw new SinkException(problem);
        return new FfmpegProcessEncoder(tools, FileTarget.At(path, log), new RawPictures(format, EncoderArguments.Encode(format)), format, _patience, time);
    }
}
