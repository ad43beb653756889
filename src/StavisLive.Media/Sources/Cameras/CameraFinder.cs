using System.Globalization;
using Microsoft.Win32.SafeHandles;
using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Sources.Cameras;

/// <summary>Looks for the cameras of this machine.</summary>
public static class CameraFinder
{
    private const string Classes = "/sys/class/video4linux";

    /// <summary>Whether this system tells which cameras it has.</summary>
    public static bool CanLook => OperatingSystem.IsLinux() || OperatingSystem.IsWindows();

    /// <summary>The cameras, by number. Empty where there is none, and where <see cref="CanLook"/> is false.</summary>
    /// <exception cref="FfmpegException">Windows only, where ffmpeg tells: there is none, or it cannot.</exception>
    public static async Task<IReadOnlyList<CameraInfo>> FindAsync(CancellationToken cancellationToken) => OperatingSystem.IsWindows()
        ? await DirectShowCameras.ListAsync(await FfmpegTools.FindAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false)
        : Find(Classes, "/dev");

    /// <param name="classes">Folder in which the kernel lists video devices.</param>
    /// <param name="devices">Folder of the device files.</param>
    internal static IReadOnlyList<CameraInfo> Find(string classes, string devices)
    {
        if (!Directory.Exists(classes)) return [];
        return
        [
            .. Directory.GetDirectories(classes, "video*")
                .Select(entry => Inspect(entry, devices))
                .OfType<CameraInfo>()
                .OrderBy(camera => camera.Number),
        ];
    }

    // Null for what takes no pictures: a camera's metadata, a codec, an output.
    private static CameraInfo? Inspect(string entry, string devices)
    {
        var node = Path.GetFileName(entry);
        if (!int.TryParse(node.AsSpan("video".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        var path = Path.Combine(devices, node);
        var name = ReadLine(Path.Combine(entry, "name")) ?? node;
        try
        {
            using var device = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            return TakesPictures(device, entry) ? new CameraInfo(number, path, name, IsPermitted: true) { Modes = VideoDevice.Modes(device) } : null;
        }
        catch (UnauthorizedAccessException)
        {
            return IsFirst(entry) ? new CameraInfo(number, path, name, IsPermitted: false) : null;
        }
        catch (IOException)
        {
            // Some drivers let one program in at a time; it is there all the same.
            return IsFirst(entry) ? new CameraInfo(number, path, name, IsPermitted: true) : null;
        }
    }

    private static bool TakesPictures(SafeFileHandle device, string entry) => VideoDevice.TakesPictures(device) ?? IsFirst(entry);

    // Where the device itself cannot be asked: a camera's first node is the one with the pictures.
    private static bool IsFirst(string entry) => ReadLine(Path.Combine(entry, "index")) is null or "0";

    private static string? ReadLine(string file) => File.Exists(file) ? File.ReadLines(file).FirstOrDefault()?.Trim() : null;
}
