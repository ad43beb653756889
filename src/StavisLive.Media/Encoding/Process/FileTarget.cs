using Microsoft.Extensions.Logging;
using StavisLive.Core.Sinks;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Files;

namespace StavisLive.Media.Encoding.Process;

/// <summary>An .mp4 or .mkv file.</summary>
/// <remarks>
/// However this process ends, what was written up to the last key frame, two seconds or so before, can be played; in an mp4 the sound of a pause in
/// the pictures waits for the next one. Finishing turns an mp4 into an ordinary one.
/// </remarks>
internal sealed partial class FileTarget : VideoTarget
{
    private readonly VideoContainer _container;
    private readonly OwnFile _file;
    private readonly ILogger _log;

    private FileTarget(VideoContainer container, OwnFile file, ILogger log) => (_container, _file, _log) = (container, file, log);

    /// <summary>Makes sure that the file can be written.</summary>
    /// <param name="path">Its name ends as that of a <see cref="VideoContainer"/>.</param>
    /// <param name="log">Told when the file got another name meanwhile.</param>
    /// <exception cref="SinkException">It cannot be written.</exception>
    public static FileTarget At(string path, ILogger log)
    {
        // A link stays one: its target is what is written and, at the end, replaced.
        var file = OwnFile.At(path);
        OutputFile.Check(file.Place);
        VideoFinisher.RemoveCopies(file.Place);
        return new FileTarget(VideoContainer.Of(path)!, file, log);
    }

    /// <inheritdoc />
    public override string Name
    {
        get
        {
            _file.Find();
            return _file.Place;
        }
    }

    /// <inheritdoc />
    public override IEnumerable<string> Arguments(EncodedVideoFormat format, IEnumerable<string> pictures) =>
        EncoderArguments.Write(_container, format, pictures, _file.Begun);

    /// <inheritdoc />
    public override void OnWritten() => _file.Note();

    /// <inheritdoc />
    public override string WhyItEnded(FfmpegProcess child, int exitCode) =>
        $"the encoder stopped: {(child.Messages is { Length: > 0 } words ? words : $"ffmpeg ended with code {exitCode}.")}";

    /// <inheritdoc />
    public override async Task<string?> FinishAsync(FfmpegTools tools, EncodedVideoFormat format, CancellationToken cancellationToken)
    {
        _file.Note();
        string? problem = null;
        if (_container.NeedsFinishing) problem = await VideoFinisher.FinishAsync(tools, _container, format, _file, cancellationToken).ConfigureAwait(false);
        else _file.Find();
        if (_file.Place != _file.Begun) LogRenamed(_log, _file.Begun, _file.Place);
        return problem;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path:l} was begun anew by another program; what this one has written is {Kept:l}")]
    private static partial void LogRenamed(ILogger log, string path, string kept);
}
