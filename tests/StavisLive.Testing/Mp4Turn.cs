using System.Buffers.Binary;

namespace StavisLive.Testing;

/// <summary>Turns videos as telephones do: by the matrix of their track, without touching a picture. ffmpeg's own option for it has changed with its versions.</summary>
public static class Mp4Turn
{
    // Of a track header (ISO 14496-12, 8.3.2) behind its name: version and flags, two times, track, reserved, length, reserved, layer,
    // group, volume, reserved.
    private const int MatrixAt = 40;

    private const int One = 1 << 16;

    /// <summary>Copies a video and has it shown turned.</summary>
    /// <param name="path">An MP4 whose first track is a video.</param>
    /// <param name="degrees">Counter-clockwise: a multiple of 90.</param>
    /// <returns>The copy's path, beside it.</returns>
    public static string Copy(string path, int degrees)
    {
        var copy = Path.ChangeExtension(path, $".{degrees}.mp4");
        Copy(path, copy, degrees);
        return copy;
    }

    /// <summary>The same to a path of one's own.</summary>
    public static void Copy(string path, string copy, int degrees)
    {
        var content = File.ReadAllBytes(path);
        var matrix = content.AsSpan(content.AsSpan().IndexOf("tkhd"u8) + 4 + MatrixAt);
        var (cos, sin) = (One * (int)Math.Round(Math.Cos(degrees * Math.PI / 180)), One * (int)Math.Round(Math.Sin(degrees * Math.PI / 180)));
        int[] turned = [cos, -sin, 0, sin, cos];
        for (var index = 0; index < turned.Length; index++) BinaryPrimitives.WriteInt32BigEndian(matrix[(4 * index)..], turned[index]);
        File.WriteAllBytes(copy, content);
    }
}
