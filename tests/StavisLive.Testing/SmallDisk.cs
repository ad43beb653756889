using System.Diagnostics;

namespace StavisLive.Testing;

/// <summary>A file system of a few kilobytes, mounted for one test.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    /// <summary>Mounts it, or gives null where mounting is not permitted.</summary>
    public static SmallDisk? TryMount(string folder, int kilobytes)
    {
        if (!OperatingSystem.IsLinux()) return null;
        Directory.CreateDirectory(folder);
        using var mount = Process.Start(new ProcessStartInfo("mount", ["-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", folder])
        {
            RedirectStandardError = true,
        })!;
        mount.WaitForExit();
        return mount.ExitCode == 0 ? new SmallDisk(folder) : null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        using var unmount = Process.Start("umount", [_folder]);
        unmount.WaitForExit();
    }
}
