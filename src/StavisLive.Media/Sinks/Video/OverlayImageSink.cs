using OpenCvSharp;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Media.Files;
using StavisLive.Media.Rendering;

namespace StavisLive.Media.Sinks.Video;

/// <summary>Writes the overlays of stills: one image file, or a folder of .png files with the stills' names.</summary>
public sealed class OverlayImageSink : ISink
{
    private static readonly string[] FileExtensions = [".png", ".jpg", ".jpeg"];

    private readonly string _path;
    private readonly bool _isFile;
    private readonly OverlayRenderer _renderer;
    private readonly StillNames _names = new();
    private int _written;

    /// <param name="path">Where to; see <see cref="CheckPath"/>.</param>
    /// <param name="options">How it looks.</param>
    public OverlayImageSink(string path, OverlayOptions options)
    {
        _path = path;
        _isFile = IsFile(path);
        _renderer = new OverlayRenderer(options);
    }

    /// <inheritdoc />
    public string Name => "overlay";

    /// <inheritdoc />
    public bool NeedsPicture => true;

    /// <summary>What is wrong with a path for overlays of pictures, as a sentence; null when nothing is.</summary>
    public static string? CheckPath(string path) => IsFile(path) || Directory.Exists(path) || Path.GetExtension(path).Length == 0
        ? null
        : $"{path}: the overlay of a picture is a .png or .jpg file; for several pictures, name a folder.";

    /// <inheritdoc />
    public Task OpenAsync(SourceDescription source, CancellationToken cancellationToken)
    {
        if (CheckPath(_path) is { } problem) throw new SinkException(problem);
        if (_isFile && source.FrameCount > 1) throw HoldsOne();
        if (_isFile) OutputFile.Check(_path);
        else OutputFile.ClaimFolder(_path);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(SaliencyResult result, CancellationToken cancellationToken)
    {
        if (_isFile && _written++ > 0) throw HoldsOne();
        var target = _isFile ? _path : Path.Combine(_path, _names.Claim(result) + ".png");
        // One still has nothing to do with the next.
        _renderer.Reset();
        var overlay = _renderer.Render(result.PictureOf(this), result.Map, result.PresentationTime);
        Cv2.ImEncode(Path.GetExtension(target).ToLowerInvariant(), overlay, out var bytes);
        OutputFile.Write(target, bytes);
        return default;
    }

    /// <inheritdoc />
    public Task CompleteAsync(RunSummary summary, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _renderer.Dispose();
        return default;
    }

    private static bool IsFile(string path) => FileExtensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private SinkException HoldsOne() => new($"{_path} holds one picture, but the source has several. Name a folder.");
}
