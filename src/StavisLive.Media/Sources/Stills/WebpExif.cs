using System.Buffers.Binary;

namespace StavisLive.Media.Sources.Stills;

/// <summary>Spells a WebP file's note on how the camera was held so that OpenCV understands it.</summary>
internal static class WebpExif
{
    // JPEG's, which many programs write here as well; OpenCV expects what follows it.
    private static ReadOnlySpan<byte> Marker => "Exif\0\0"u8;

    /// <summary>The file without the marker; as it is where there is none, or where it is no WebP.</summary>
    public static byte[] Mend(byte[] file)
    {
        if (!RiffChunks.IsWebp(file)) return file;
        foreach (var chunk in RiffChunks.Of(file, "EXIF"))
        {
            if (!file.AsSpan(chunk).StartsWith(Marker)) continue;
            var at = chunk.Start.Value;
            byte[] mended = [.. file.AsSpan(0, at), .. file.AsSpan(at + Marker.Length)];
            Shorten(mended, 4);
            Shorten(mended, at - 4);
            return mended;
        }
        return file;
    }

    private static void Shorten(byte[] file, int sizeAt)
    {
        var size = file.AsSpan(sizeAt);
        BinaryPrimitives.WriteUInt32LittleEndian(size, BinaryPrimitives.ReadUInt32LittleEndian(size) - (uint)Marker.Length);
    }
}
