using System.Diagnostics;

namespace StavisLive.Testing;

/// <summary>A FIFO that ffmpeg plays a scene into in real time. Disposing it ends the player.</summary>
public sealed class FifoCamera : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stavis-camera-");
    private Process? _player;

    public FifoCamera()
    {
        using var make = Process.Start("mkfifo", [Path]);
        make.WaitForExit();
    }

    /// <summary>What <c>--camera</c> is given.</summary>
    public string Path => System.IO.Path.Combine(_folder.FullName, "camera");

    /// <summary>Begins to play pictures; returns at once.</summary>
    /// <param name="seconds">For so long.</param>
    /// <param name="picture">A source filter of ffmpeg's.</param>
    public void Play(double seconds, string picture = "testsrc2=size=320x240:rate=25") =>
        Play(seconds, ["-re", "-f", "lavfi", "-i", picture], []);

    /// <summary>Begins to play pictures and something else beside them, by one clock; returns at once.</summary>
    /// <param name="seconds">For so long.</param>
    /// <param name="inputs">ffmpeg's inputs; the first one is the pictures.</param>
    /// <param name="further">Further outputs.</param>
    public void Play(double seconds, string[] inputs, string[] further) => _player = Process.Start("ffmpeg",
    [
        "-nostdin", "-hide_banner", "-loglevel", "quiet", .. inputs,
        "-map", "0:v", "-t", FormattableString.Invariant($"{seconds}"), "-c:v", "mjpeg", "-q:v", "3",
        // A cluster for each picture: in larger ones pictures wait for each other, 200 ms for small ones.
        "-f", "matroska", "-cluster_time_limit", "1", "-cluster_size_limit", "1024", "-flush_packets", "1", "-y", Path,
        .. further,
    ]);

    /// <summary>Holds the player up: it neither plays nor ends.</summary>
    public void Freeze() => Signals.Send(_player!.Id, "STOP");

    /// <inheritdoc />
    public void Dispose()
    {
        if (_player is not null)
        {
            _player.Kill();
            _player.WaitForExit();
            _player.Dispose();
        }
        _folder.Delete(recursive: true);
    }
}
