using StavisLive.Media.Sources.Cameras;

namespace StavisLive.Media.Sinks.Restream;

/// <summary>A camera made of software, which shows other programs what is written into it (v4l2loopback).</summary>
internal static class LoopbackCamera
{
    /// <summary>Why a device cannot be written to, as a sentence; null where it can.</summary>
    public static string? Problem(string device)
    {
        if (!OperatingSystem.IsLinux()) return $"{device}: there are loopback cameras on Linux only.";
        if (!File.Exists(device)) return $"There is no {device}. Make it with: sudo modprobe v4l2loopback video_nr={device["/dev/video".Length..]} exclusive_caps=1";
        try
        {
            using var handle = File.OpenHandle(device, access: FileAccess.ReadWrite, share: FileShare.ReadWrite);
            return VideoDevice.ShowsPictures(handle) == true ? null : $"{device} is no loopback camera: pictures cannot be written to it. Name one that v4l2loopback made.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{device} cannot be opened: {e.Message}";
        }
    }
}
