using OpenCvSharp;

namespace StavisLive.Media.Diagnostics;

/// <summary>Whether OpenCV is there.</summary>
public static class OpenCv
{
    // A library that once could not be loaded is not looked for again.
    private static readonly Lazy<(string? Version, string? Problem)> Attempt = new(Load);

    /// <summary>Its version; null where it cannot be loaded.</summary>
    public static string? Version => Attempt.Value.Version;

    /// <summary>Why it, or a library that it needs, cannot be loaded, and what to do, as sentences; null when it can.</summary>
    public static string? Problem() => Attempt.Value.Problem;

    private static (string? Version, string? Problem) Load()
    {
        try
        {
            return (Cv2.GetVersionString() ?? "of unknown version", null);
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or BadImageFormatException)
        {
            // The lines behind the first name every place that was looked at.
            return (null, $"OpenCV cannot be loaded: {e.GetBaseException().Message.Split('\n')[0].TrimEnd()} {Remedy}");
        }
    }

    private static string Remedy => OperatingSystem.IsWindows()
        ? "It belongs to the program's own files, unless that was built without it (NoOpenCvRuntime), and needs the Visual C++ Redistributable (winget install Microsoft.VCRedist.2015+.x64)."
        : "It belongs to the program's own files, unless that was built without it (NoOpenCvRuntime), and needs GTK 3 and libatomic (sudo apt-get install libgtk-3-0 libatomic1).";
}
