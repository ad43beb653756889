using StavisLive.Core.Sources;
using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Encoding.Trials;

/// <summary>The first pictures of a video as encoders take them, in a temporary file: decoded once, encoded many times. Disposing deletes it.</summary>
/// <remarks>8-bit planes, colours halved in both directions; odd sides have one more column or row.</remarks>
public sealed class TrialClip : IDisposable
{
    private readonly FileStream _file;

    private TrialClip(FileStream file, int width, int height, double frameRate)
    {
        (_file, Width, Height, FrameRate) = (file, width, height, frameRate);
        PictureLength = width * height * 3 / 2;
        Count = (int)(file.Length / PictureLength);
    }

    /// <summary>Pixels per row; even.</summary>
    public int Width { get; }

    /// <summary>Rows; even.</summary>
    public int Height { get; }

    /// <summary>Pictures per second.</summary>
    public double FrameRate { get; }

    /// <summary>Pictures.</summary>
    public int Count { get; }

    /// <summary>Bytes of a picture: luma first, then both colours.</summary>
    public int PictureLength { get; }

    /// <summary>Decodes a video.</summary>
    /// <param name="tools">The ffmpeg to use.</param>
    /// <param name="path">The video.</param>
    /// <param name="source">What the program found in it.</param>
    /// <param name="maxFrames">Most pictures.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FfmpegException">It cannot be decoded.</exception>
    public static async Task<TrialClip> DecodeAsync(FfmpegTools tools, string path, SourceDescription source, int maxFrames, CancellationToken cancellationToken)
    {
        var (width, height) = (Even(source.Width), Even(source.Height));
        var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        try
        {
            await using var child = FfmpegProcess.Start(
                tools.Ffmpeg,
                [
                    "-nostdin", "-v", "error", .. LocalFile.Input(path), "-map", "0:v:0", "-frames:v", $"{maxFrames}", "-fps_mode", "passthrough",
                    "-vf", $"pad={width}:{height}", "-pix_fmt", "yuv420p", "-f", "rawvideo", "pipe:1",
                ],
                LocalFile.Name(path));
            await using var killing = cancellationToken.Register(child.Kill).ConfigureAwait(false);
            await child.Output.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
            if (await child.WaitForExitAsync(cancellationToken).ConfigureAwait(false) != 0) throw new FfmpegException($"{path} cannot be decoded: {child.Reason}");
            return new TrialClip(file, width, height, source.FrameRate > 0 ? source.FrameRate : 25);
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads a picture.</summary>
    /// <param name="number">Its number, from 0.</param>
    /// <param name="picture">Gets <see cref="PictureLength"/> bytes.</param>
    public void Read(int number, Span<byte> picture)
    {
        _file.Position = (long)number * PictureLength;
        _file.ReadExactly(picture[..PictureLength]);
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private static int Even(int side) => side + side % 2;
}
