using OpenCvSharp;
using StavisLive.Core.Sources;
using StavisLive.Media.Diagnostics;

namespace StavisLive.Media.Sources.Stills;

/// <summary>Decodes a picture file with OpenCV: whole or not at all.</summary>
internal static class PictureFile
{
    /// <summary>Pixels of the largest picture that a frame holds. OpenCV takes half as many more, and no side of more than a million.</summary>
    public static readonly long MostPixels = Array.MaxLength / 3;

    private static readonly string[] Taken = [".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"];

    // What lies in folders of pictures as well.
    private static readonly string[] NotTaken = [".heic", ".heif", ".avif", ".jxl", ".jp2", ".gif", ".svg", ".psd", ".dng", ".cr2", ".cr3", ".nef", ".arw", ".tga"];

    private static readonly Lazy<string?> Problem = new(Prepare);

    /// <summary>The extensions that are taken, for a sentence.</summary>
    public static string Kinds => string.Join(", ", Taken);

    /// <summary>Whether a file has the name of a picture that is taken.</summary>
    public static bool IsTaken(string path) => Taken.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a file has the name of a picture of another kind.</summary>
    public static bool IsOfAnotherKind(string path) => NotTaken.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads and decodes a file, turned as the camera was held.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">Colours or brightness.</param>
    /// <param name="count">Pictures in it, of which the first one is decoded.</param>
    /// <returns>The picture; the caller disposes it.</returns>
    /// <exception cref="SourceException">There is no such file, or it is no whole picture.</exception>
    public static Mat Decode(string path, ImreadModes mode, out int count)
    {
        if (!File.Exists(path)) throw new SourceException($"There is no picture at {path}.");
        if (Problem.Value is { } problem) throw new SourceException($"{path} cannot be read. {problem}");
        try
        {
            var bytes = File.ReadAllBytes(path);
            count = PictureCount.In(bytes);
            // From memory OpenCV refuses files that are cut off; of those that it opens itself it gives the rest in grey.
            var picture = Cv2.ImDecode(WebpExif.Mend(bytes), mode);
            var isTooLarge = picture.Total() > MostPixels;
            if (!isTooLarge && !picture.Empty()) return picture;
            picture.Dispose();
            if (isTooLarge) throw TooLarge(path, cause: null);
        }
        catch (FileNotFoundException exception)
        {
            // A link whose target is gone.
            throw new SourceException($"There is no picture at {path}.", exception);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new SourceException($"{path} cannot be read: {exception.Message} Check its permissions.", exception);
        }
        catch (OpenCVException exception)
        {
            throw TooLarge(path, exception);
        }
        throw new SourceException($"{path} cannot be read as a picture: it is damaged or cut off, or no picture at all.");
    }

    private static SourceException TooLarge(string path, Exception? cause) => new(
        $"{path} cannot be read as a picture: it is damaged, or larger than a million pixels a side or {MostPixels / 1_000_000} million in all.", cause);

    private static string? Prepare()
    {
        if (OpenCv.Problem() is { } problem) return problem;
        // What it says of a file beside its answer is written for its makers.
        Cv2.SetLogLevel(LogLevel.SILENT);
        return null;
    }
}
