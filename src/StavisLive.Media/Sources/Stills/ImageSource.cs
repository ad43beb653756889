using StavisLive.Core.Media;
using StavisLive.Core.Sources;

namespace StavisLive.Media.Sources.Stills;

/// <summary>A picture, or every picture of a folder in the order of their names.</summary>
/// <remarks>Each is a scene of its own and keeps its size; cameras' notes on how a picture was held are followed.</remarks>
public sealed class ImageSource : ISource
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"];

    private readonly Func<IReadOnlyList<StillFile>> _find;
    private readonly TimeProvider _time;
    private readonly PictureReader _pictures = new();
    private IReadOnlyList<StillFile> _files = [];

    /// <param name="path">A picture, or a folder of pictures.</param>
    /// <param name="time">Stamps arrivals.</param>
    public ImageSource(string path, TimeProvider time)
        : this(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), () => Directory.Exists(path) ? FilesOf(path) : [StillFile.Of(path)], time)
    {
    }

    /// <param name="name">What to call them together.</param>
    /// <param name="files">Pictures, in the order wanted.</param>
    /// <param name="time">Stamps arrivals.</param>
    public ImageSource(string name, IReadOnlyList<string> files, TimeProvider time)
        : this(name, () => StillFile.Of(files), time)
    {
    }

    private ImageSource(string name, Func<IReadOnlyList<StillFile>> find, TimeProvider time)
    {
        Name = name;
        _find = find;
        _time = time;
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <summary>Whether a path is a folder, or a file with a picture's name.</summary>
    public static bool IsStills(string path) => Directory.Exists(path) || IsPicture(path);

    /// <inheritdoc />
    public Task<SourceDescription> OpenAsync(CancellationToken cancellationToken)
    {
        _files = _find();
        if (!File.Exists(_files[0].Path)) throw new SourceException($"There is no picture at {_files[0].Path}.");
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
        for (var index = 0; index < _files.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var frame = _pictures.Read(_files[index].Path);
            frame.StillName = _files[index].Name;
            frame.Index = index;
            frame.PresentationTime = MediaTime.FromSeconds(index);
            frame.CapturedAt = _time.GetTimestamp();
            await output.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => default;

    private static List<StillFile> FilesOf(string folder)
    {
        var paths = Directory.GetFiles(folder).Where(IsPicture).Order(StringComparer.Ordinal).ToList();
        if (paths.Count == 0) throw new SourceException($"The folder {folder} holds no pictures ({string.Join(", ", Extensions)}).");
        return StillFile.Of(paths);
    }

    private static bool IsPicture(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}
