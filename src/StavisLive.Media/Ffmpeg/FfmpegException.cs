using StavisLive.Core;

namespace StavisLive.Media.Ffmpeg;

/// <summary>ffmpeg is missing, too old or failed. The message is meant for people and holds no password.</summary>
public sealed class FfmpegException : StavisException
{
    /// <summary>A failure that says everything in one sentence for people.</summary>
    public FfmpegException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
