using System.Runtime.InteropServices;
using StavisLive.Media.Diagnostics;

namespace StavisLive.Media.Sinks.Display;

/// <summary>Whether displays can be shown.</summary>
public static partial class Screen
{
    /// <summary>What is said when the screen goes away while a display is shown.</summary>
    internal const string Lost = "The screen has gone away, and the window with it.";

    private static readonly Lock Gate = new();
    private static bool _isInitialized;

    /// <summary>Why there can be no display, as a sentence; null when there can.</summary>
    /// <remarks>
    /// Where GTK cannot open a display it ends the process; so it is asked first, in the one way that only answers. Streams begin side
    /// by side, and GTK takes one caller at a time: it is asked under a lock, and no more once it has a display that a thread draws on.
    /// </remarks>
    public static string? Problem()
    {
        if (OperatingSystem.IsWindows()) return DrawingProblem();
        if (ScreenLoss.IsLost) return Lost;
        try
        {
            return IsThere() ? DrawingProblem() : NoDisplay();
        }
        catch (DllNotFoundException)
        {
            return "No window can be shown: GTK 3 is missing. Install it (sudo apt-get install libgtk-3-0), or use `outputs.display=false`.";
        }
    }

    // Why it cannot be loaded, doctor and whoever refuses a setting say.
    private static string? DrawingProblem() => OpenCv.Problem() is null ? null : "No window can be shown without OpenCV.";

    private static bool IsThere()
    {
        lock (Gate) return _isInitialized = _isInitialized || TryInitializeGtk(0, 0) != 0;
    }

    private static string NoDisplay()
    {
        var names = new[] { "WAYLAND_DISPLAY", "DISPLAY" }
            .Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name)))
            .Where(variable => !string.IsNullOrEmpty(variable.Value))
            .Select(variable => $"{variable.Name}={variable.Value}")
            .ToArray();
        var reason = names.Length == 0
            ? "neither DISPLAY nor WAYLAND_DISPLAY is set"
            : $"the screen ({string.Join(", ", names)}) cannot be reached";
        return $"No window can be shown: {reason}. Run it where a screen is, or use `outputs.display=false`.";
    }

    [LibraryImport("libgtk-3.so.0", EntryPoint = "gtk_init_check")]
    private static partial int TryInitializeGtk(nint argumentCount, nint arguments);
}
