using Microsoft.Extensions.Logging;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;

namespace StavisLive.Media.Sources.Stills;

/// <summary>A picture, or every picture of a folder in the order of their names.</summary>
/// <remarks>
/// Each is a scene of its own and keeps its size; cameras' notes on how a picture was held are followed. Hidden files are no pictures.
/// What cannot be read of several is named and left out, and is an error when the others have been handed over.
/// </remarks>
public sealed partial class ImageSource : ISource
{
    // As many of those that cannot be read as fit a sentence; the log names each.
    private const int MostNamed = 5;

    private readonly Func<IReadOnlyList<StillFile>> _find;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly PictureReader _pictures = new();
    private IReadOnlyList<StillFile> _files = [];

    /// <param name="path">A picture, or a folder of pictures.</param>
    /// <param name="time">Stamps arrivals.</param>
    /// <param name="log">Told of what is left out.</param>
    public ImageSource(string path, TimeProvider time, ILogger log)
    {
        _log = log;
        Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        _find = () => Directory.Exists(path) ? FilesOf(path) : [StillFile.Of(path)];
        _time = time;
    }

    /// <param name="name">What to call them together.</param>
    /// <param name="files">Pictures, in the order wanted.</param>
    /// <param name="time">Stamps arrivals.</param>
    /// <param name="log">Told of what is left out.</param>
    public ImageSource(string name, IReadOnlyList<string> files, TimeProvider time, ILogger log)
    {
        _log = log;
        Name = name;
        _find = () => StillFile.Of(files);
        _time = time;
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <summary>Whether a path is a folder, or a file with a picture's name.</summary>
    public static bool IsStills(string path) => Directory.Exists(path) || PictureFile.IsTaken(path);

    /// <inheritdoc />
    public Task<SourceDescription> OpenAsync(CancellationToken cancellationToken)
    {
        _files = _find();
        if (_files.Count == 1 && !File.Exists(_files[0].Path)) throw new SourceException($"There is no picture at {_files[0].Path}.");
        return Task.FromResult(new SourceDescription
        {
            Kind = SourceKind.Stills,
            Width = 0,
            Height = 0,
            FrameCount = _files.Count,
        });
    }

    /// <inheritdoc />
    public async Task ReadAsync(IMediaWriter output, CancellationToken cancellationToken)
    {
        var bad = new List<string>();
        for (var index = 0; index < _files.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Read(_files[index], bad) is not { } frame) continue;
            frame.StillName = _files[index].Name;
            frame.Index = index;
            frame.PresentationTime = MediaTime.FromSeconds(index);
            frame.CapturedAt = _time.GetTimestamp();
            await output.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
        }
        if (bad.Count > 0) throw new SourceException($"{Name}: {bad.Count} of {_files.Count} pictures could not be read ({Listed(bad)}).");
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => default;

    // Null, and its name added, where it is one of several and cannot be read.
    private VideoFrame? Read(StillFile file, List<string> bad)
    {
        try
        {
            var frame = _pictures.Read(file.Path, out var count);
            if (count > 1) LogFirst(_log, file.Path, count);
            return frame;
        }
        catch (SourceException exception) when (_files.Count > 1)
        {
            bad.Add(Path.GetFileName(file.Path));
            LogBad(_log, exception.Message);
            return null;
        }
    }

    private List<StillFile> FilesOf(string folder)
    {
        var files = NamesIn(folder);
        var others = files.Where(PictureFile.IsOfAnotherKind).Select(path => Path.GetFileName(path)).ToList();
        if (others.Count > 0) LogOthers(_log, folder, others.Count, Listed(others));
        var paths = files.Where(PictureFile.IsTaken).ToList();
        if (paths.Count == 0) throw new SourceException($"The folder {folder} holds no pictures ({PictureFile.Kinds}).");
        return StillFile.Of(paths);
    }

    private static List<string> NamesIn(string folder)
    {
        try
        {
            // The options' default leaves out what is hidden: a "._x.jpg" that a Mac wrote beside "x.jpg" is no picture.
            return [.. Directory.GetFiles(folder, "*", new EnumerationOptions { IgnoreInaccessible = false }).Order(StringComparer.Ordinal)];
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new SourceException($"The folder {folder} may not be read: check its permissions.", exception);
        }
    }

    private static string Listed(List<string> names) => string.Join(", ", names.Take(MostNamed)) + (names.Count > MostNamed ? ", ..." : "");

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem:l} It is left out")]
    private static partial void LogBad(ILogger log, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path:l} holds {Count} pictures: only the first is looked at")]
    private static partial void LogFirst(ILogger log, string path, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Folder:l} holds {Count} pictures of kinds that are not taken ({Names:l}): convert them to JPEG or PNG")]
    private static partial void LogOthers(ILogger log, string folder, int count, string names);
}
