using System.Globalization;
using Microsoft.Win32.SafeHandles;
using StavisLive.Core.Sources;
using StavisLive.Core.Windowing;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Files;
using StavisLive.Media.Sources.Capture;

namespace StavisLive.Media.Sources.Frames;

/// <summary>A video's pictures in a small size, decoded once into a file from which any of them is read at once. Thread-safe; owns the open file.</summary>
/// <remarks>The file holds BGR bytes, picture behind picture, one for each slot of the grid that inference would use.</remarks>
public sealed class FrameStore : IDisposable
{
    private readonly SafeFileHandle _file;

    private FrameStore(SafeFileHandle file, int width, int height, double fps, VideoProbe source, bool hasAudio)
    {
        (_file, Width, Height, Fps, HasAudio) = (file, width, height, fps, hasAudio);
        (SourceFps, SourceAspect) = (source.FrameRate, (double)source.Width / source.Height);
        Count = (int)(RandomAccess.GetLength(file) / FrameBytes);
    }

    /// <summary>Columns of a picture.</summary>
    public int Width { get; }

    /// <summary>Rows of a picture.</summary>
    public int Height { get; }

    /// <summary>Pictures per second (<see cref="SlotGrid.DefaultFps"/>).</summary>
    public double Fps { get; }

    /// <summary>The video's own pictures per second; 0 if unknown.</summary>
    public double SourceFps { get; }

    /// <summary>Columns of the video's own pictures for each row.</summary>
    public double SourceAspect { get; }

    /// <summary>Whether the video has sound beside its pictures.</summary>
    public bool HasAudio { get; }

    /// <summary>Number of pictures.</summary>
    public int Count { get; }

    /// <summary>Bytes of a picture.</summary>
    public int FrameBytes => Width * Height * 3;

    /// <summary>Opens a video's pictures, which are decoded if the folder doesn't hold those of this very file yet.</summary>
    /// <param name="video">The video.</param>
    /// <param name="folder">Where decoded pictures are kept.</param>
    /// <param name="width">Columns that every picture is squeezed to.</param>
    /// <param name="height">Rows.</param>
    /// <param name="cancellationToken">Ends ffmpeg.</param>
    /// <exception cref="SourceException">The video cannot be read or has no picture.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static async Task<FrameStore> OpenAsync(string video, string folder, int width, int height, CancellationToken cancellationToken)
    {
        LocalFile.Check(video);
        try
        {
            var tools = await FfmpegTools.FindAsync(cancellationToken).ConfigureAwait(false);
            var probe = await MediaProbe.ReadAsync(tools, LocalFile.Input(video), cancellationToken).ConfigureAwait(false);
            var source = probe.Video ?? throw new SourceException($"{video} has no picture.");
            var fps = SlotGrid.DefaultFps(source.FrameRate);
            var name = FrameStoreName.Of(video, width, height, fps);
            var path = Path.Combine(folder, name.Whole);
            if (!File.Exists(path))
            {
                await DecodeAsync(tools, video, source.Index, path, $"fps={fps.ToString(CultureInfo.InvariantCulture)},scale={width}:{height}:flags=area", cancellationToken).ConfigureAwait(false);
                RemoveOutdated(folder, name);
            }
            return new FrameStore(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete), width, height, fps, source, probe.Audio is not null);
        }
        catch (Exception exception) when (exception is FfmpegException or InvalidDataException)
        {
            throw new SourceException($"{video} cannot be decoded. {exception.Message}", exception);
        }
    }

    /// <summary>Reads a picture.</summary>
    /// <param name="number">Which, from 0.</param>
    /// <param name="target">At least <see cref="FrameBytes"/>: BGR, <c>[Height,Width,3]</c>.</param>
    public void Read(int number, Span<byte> target)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)number, (uint)Count, nameof(number));
        var rest = target[..FrameBytes];
        for (var offset = (long)number * FrameBytes; rest.Length > 0;)
        {
            var read = RandomAccess.Read(_file, rest, offset);
            if (read == 0) throw new EndOfStreamException($"The decoded picture {number} was cut off.");
            rest = rest[read..];
            offset += read;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    // They are large, and nobody will read them again.
    private static void RemoveOutdated(string folder, FrameStoreName name)
    {
        try
        {
            foreach (var path in Directory.GetFiles(folder).Where(path => name.Outdates(Path.GetFileName(path)))) File.Delete(path);
        }
        catch (Exception exception) when (OutputFile.IsOfTheSystem(exception))
        {
            // What the system keeps only takes up room.
        }
    }

    // Under another name until it is whole, so that a run that was killed leaves nothing that looks finished.
    private static async Task DecodeAsync(FfmpegTools tools, string video, int track, string path, string filter, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = path + ".part";
        string[] arguments =
        [
            .. CaptureArguments.Common, .. LocalFile.Input(video),
            // Without more pictures at the beginning where those of the video begin later than its sound.
            "-map", $"0:{track}", "-vf", filter, "-fps_mode", "passthrough", "-pix_fmt", "bgr24", "-f", "rawvideo", "-y", LocalFile.Name(unfinished),
        ];
        await using var process = FfmpegProcess.Start(tools.Ffmpeg, arguments, LocalFile.Name(video));
        await using var registration = cancellationToken.Register(process.Kill).ConfigureAwait(false);
        var code = await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        if (code != 0 || !File.Exists(unfinished) || new FileInfo(unfinished).Length == 0) throw new SourceException($"{video} cannot be decoded; ffmpeg says: {process.Reason}");
        File.Move(unfinished, path, overwrite: true);
    }
}
