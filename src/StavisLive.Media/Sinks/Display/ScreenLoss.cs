using System.Runtime.InteropServices;

namespace StavisLive.Media.Sinks.Display;

/// <summary>Survives the end of the X server that displays are on. Used by the displays' thread, but for <see cref="IsLost"/>.</summary>
/// <remarks>
/// GDK ends the process at once when the connection breaks, and Xlib would behind it: files would be left as after kill -9. Both are
/// told not to. Nothing of GTK may be called once the screen is lost.
/// </remarks>
internal static unsafe partial class ScreenLoss
{
    private const string X11 = "libX11.so.6";
    private const string Gdk = "libgdk-3.so.0";

    private static volatile bool _isLost;

    /// <summary>Whether the screen has gone away; it does not come back for this process.</summary>
    public static bool IsLost => _isLost;

    /// <summary>Takes the places of GDK's and Xlib's handlers. Called when there is a display; does nothing where there is no X (Wayland, Windows).</summary>
    public static void Watch()
    {
        if (!OperatingSystem.IsLinux() || !IsX11()) return;
        SetHandler(&OnError);
        // The one behind the handler, since libX11 1.7 (2020): without it Xlib exits when the handler returns.
        if (NativeLibrary.TryGetExport(NativeLibrary.Load(X11, typeof(ScreenLoss).Assembly, null), "XSetIOErrorExitHandler", out var set))
            ((delegate* unmanaged<nint, delegate* unmanaged<nint, nint, void>, nint, void>)set)(ScreenOf(DefaultDisplay()), &OnExit, 0);
    }

    /// <summary>Keeps the end of the process from touching the screen that is lost. Called once.</summary>
    /// <remarks>
    /// OpenCV takes its desktop windows away when its library is unloaded, and would wait for the lost connection for ever. What is registered now runs
    /// before that: <c>_exit</c>, which ends the process there and then with the code that it was to end with. By then all files are closed.
    /// </remarks>
    public static void SkipUnloading()
    {
        if (NativeLibrary.TryGetExport(NativeLibrary.Load("libc.so.6", typeof(ScreenLoss).Assembly, null), "_exit", out var exit)) OnProcessExit(exit, 0);
    }

    // GDK's displays are of a class of their own for each kind of screen.
    private static bool IsX11() =>
        DefaultDisplay() is var display and not 0 && Marshal.PtrToStringUTF8(TypeName(display)) == "GdkX11Display";

    [UnmanagedCallersOnly]
    private static int OnError(nint display)
    {
        _isLost = true;
        return 0;
    }

    [UnmanagedCallersOnly]
    private static void OnExit(nint display, nint data) => _isLost = true;

    [LibraryImport(X11, EntryPoint = "XSetIOErrorHandler")]
    private static partial nint SetHandler(delegate* unmanaged<nint, int> handler);

    [LibraryImport(Gdk, EntryPoint = "gdk_display_get_default")]
    private static partial nint DefaultDisplay();

    [LibraryImport(Gdk, EntryPoint = "gdk_x11_display_get_xdisplay")]
    private static partial nint ScreenOf(nint display);

    [LibraryImport("libc.so.6", EntryPoint = "on_exit")]
    private static partial int OnProcessExit(nint function, nint argument);

    [LibraryImport("libgobject-2.0.so.0", EntryPoint = "g_type_name_from_instance")]
    private static partial nint TypeName(nint instance);
}
