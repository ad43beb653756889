using System.Runtime.InteropServices;
using OpenCvSharp;
using StavisLive.Core.Sources;

namespace StavisLive.Media.Sources.Stills;

/// <summary>A picture of one channel: 8 bits, rows from the top without padding.</summary>
/// <param name="Width">Pixels per row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Pixels">Raster order.</param>
public sealed record GrayPicture(int Width, int Height, byte[] Pixels)
{
    /// <summary>Reads a picture file; colours become their brightness.</summary>
    /// <exception cref="SourceException">There is no such file, or it is no picture.</exception>
    public static GrayPicture Read(string path)
    {
        if (!File.Exists(path)) throw new SourceException($"There is no picture at {path}.");
        using var picture = Cv2.ImRead(path, ImreadModes.Grayscale);
        if (picture.Empty()) throw new SourceException($"{path} cannot be read as a picture: it is damaged, or no picture at all.");
        var pixels = new byte[picture.Width * picture.Height];
        Marshal.Copy(picture.Data, pixels, 0, pixels.Length);
        return new GrayPicture(picture.Width, picture.Height, pixels);
    }
}
