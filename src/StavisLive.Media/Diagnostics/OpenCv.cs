using OpenCvSharp;

namespace StavisLive.Media.Diagnostics;

/// <summary>Whether OpenCV is there.</summary>
public static class OpenCv
{
    /// <summary>Loads it, if it is not loaded.</summary>
    /// <returns>Its version.</returns>
    /// <exception cref="DllNotFoundException">It, or a library that it needs, is missing; the message names what to do.</exception>
    public static string Load()
    {
        try
        {
            return Cv2.GetVersionString() ?? "of unknown version";
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or BadImageFormatException)
        {
            var remedy = OperatingSystem.IsLinux() ? " It needs GTK 3 (sudo apt-get install libgtk-3-0)." : "";
            throw new DllNotFoundException($"OpenCV cannot be loaded: {e.GetBaseException().Message}{remedy}", e);
        }
    }
}
