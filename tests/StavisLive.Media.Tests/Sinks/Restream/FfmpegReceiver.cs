using System.Diagnostics;

namespace StavisLive.Media.Tests.Sinks.Restream;

/// <summary>An ffmpeg that listens for a stream and decodes it into files, which this reads. Disposing ends it.</summary>
internal sealed class FfmpegReceiver : IAsyncDisposable
{
    // Nine by nine pixels, the mean colours of a picture's parts.
    private const int Side = 9;
    private const int PictureLength = Side * Side * 3;

    private readonly Process _process;
    private readonly string _pictures;
    private readonly string _sound;

    public FfmpegReceiver(string folder, params string[] input)
    {
        (_pictures, _sound) = (Path.Combine(folder, Path.GetRandomFileName()), Path.Combine(folder, Path.GetRandomFileName()));
        _process = Process.Start(new ProcessStartInfo("ffmpeg",
        [
            "-nostdin", "-loglevel", "error", "-y", "-probesize", "50000", .. input,
            "-map", "0:v", "-vf", "scale=9:9:flags=area", "-fps_mode", "passthrough", "-pix_fmt", "rgb24", "-flush_packets", "1", "-f", "rawvideo", _pictures,
            "-map", "0:a", "-ac", "1", "-flush_packets", "1", "-f", "f32le", _sound,
        ]))!;
    }

    /// <summary>Pictures that arrived so far.</summary>
    public int Pictures => (int)(LengthOf(_pictures) / PictureLength);

    /// <summary>Colour of one of the parts, nine by nine, of the newest picture.</summary>
    public (int Red, int Green, int Blue) Part(int column, int row)
    {
        var pictures = Read(_pictures); // which grows on
        var picture = pictures.AsSpan((pictures.Length / PictureLength - 1) * PictureLength, PictureLength);
        var at = (row * Side + column) * 3;
        return (picture[at], picture[at + 1], picture[at + 2]);
    }

    /// <summary>The loudest sample so far.</summary>
    public float Loudest
    {
        get
        {
            var bytes = Read(_sound);
            var loudest = 0f;
            for (var at = 0; at + sizeof(float) <= bytes.Length; at += sizeof(float)) loudest = Math.Max(loudest, Math.Abs(BitConverter.ToSingle(bytes, at)));
            return loudest;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static long LengthOf(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;

    private static byte[] Read(string path) => File.Exists(path) ? File.ReadAllBytes(path) : [];
}
