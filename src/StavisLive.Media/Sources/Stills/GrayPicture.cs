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
        using var picture = PictureFile.Decode(path, ImreadModes.Grayscale, out _);
        var pixels = new byte[picture.Width * picture.Height];
        Marshal.Copy(picture.Data, pixels, 0, pixels.Length);
        return new GrayPicture(picture.Width, picture.Height, pixels);
    }
}
