using StavisLive.Core.Sinks;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Files;

namespace StavisLive.Media.Encoding.Process;

/// <summary>An .mp4 or .mkv file.</summary>
/// <remarks>
/// However this process ends, what was written up to a second or so before can be played. Finishing turns an mp4 into an ordinary one.
/// </remarks>
internal sealed class FileTarget : VideoTarget
{
    private readonly VideoContainer _container;
    private readonly string _path;

    private FileTarget(VideoContainer container, string path) => (_container, _path) = (container, path);

    /// <summary>Makes sure that the file can be written.</summary>
    /// <param name="path">Its name ends as that of a <see cref="VideoContainer"/>.</param>
    /// <exception cref="SinkException">It cannot be written.</exception>
    public static FileTarget At(string path)
    {
        // A link stays one: its target is what is written and, at the end, replaced.
        var target = OutputFile.TargetOf(path);
        OutputFile.Check(target);
        VideoFinisher.RemoveCopy(target);
        return new FileTarget(VideoContainer.Of(path)!, target);
    }

    /// <inheritdoc />
    public override string Name => _path;

    /// <inheritdoc />
    public override IEnumerable<string> Arguments(EncodedVideoFormat format, IEnumerable<string> pictures) =>
        EncoderArguments.Write(_container, format, pictures, _path);

    /// <inheritdoc />
    public override string WhyItEnded(FfmpegProcess child, int exitCode) =>
        $"the encoder stopped: {(child.Messages is { Length: > 0 } words ? words : $"ffmpeg ended with code {exitCode}.")}";

    /// <inheritdoc />
    public override Task<string?> FinishAsync(FfmpegTools tools, EncodedVideoFormat format, CancellationToken cancellationToken) =>
        _container.NeedsFinishing
            ? VideoFinisher.FinishAsync(tools, _container, format, _path, cancellationToken)
            : base.FinishAsync(tools, format, cancellationToken);
}
