using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Encoding.Process;

/// <summary>An .mp4 or .mkv file.</summary>
/// <remarks>
/// However this process ends, what was written up to a second or so before can be played. Finishing turns an mp4 into an ordinary one.
/// </remarks>
internal sealed class FileTarget(VideoContainer container, string path) : VideoTarget
{
    /// <inheritdoc />
    public override string Name => path;

    /// <inheritdoc />
    public override IEnumerable<string> Arguments(EncodedVideoFormat format) => EncoderArguments.Encode(container, format, path);

    /// <inheritdoc />
    public override string WhyItEnded(FfmpegProcess child, int exitCode) =>
        $"the encoder stopped: {(child.Messages is { Length: > 0 } words ? words : $"ffmpeg ended with code {exitCode}.")}";

    /// <inheritdoc />
    public override Task<string?> FinishAsync(FfmpegTools tools, CancellationToken cancellationToken) =>
        container.NeedsFinishing ? VideoFinisher.FinishAsync(tools, container, path, cancellationToken) : base.FinishAsync(tools, cancellationToken);
}
