using System.Runtime.InteropServices;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sinks.Display;

/// <summary>The one screen of this process's windows.</summary>
/// <remarks>
/// GTK connects to it once and for good, and ends the process as failed when the connection breaks. So the screen outlives the
/// process: it ends with its last client.
/// </remarks>
public sealed partial class DisplayScreen
{
    public DisplayScreen()
    {
        Screen = PrivateScreen.TryStart("-terminate");
        if (Screen is null) return;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => LeaveOnce();
        // .NET's own environment is a copy that native code doesn't see.
        SetVariable("DISPLAY", Screen.Display, 1);
        SetVariable("GDK_BACKEND", "x11", 1);
    }

    /// <summary>Null where there can be none.</summary>
    public PrivateScreen? Screen { get; }

    /// <summary>Asks a window to close, as a window manager does when its cross is clicked.</summary>
    public unsafe void Close(long window)
    {
        var display = OpenDisplay(Screen!.Display);
        // XClientMessageEvent as longs: type, serial, send_event, display, window, message_type, format, data.
        var message = stackalloc nint[24];
        message[0] = 33; // ClientMessage
        message[4] = (nint)window;
        message[5] = Atom(display, "WM_PROTOCOLS", 0);
        message[6] = 32;
        message[7] = Atom(display, "WM_DELETE_WINDOW", 0);
        SendEvent(display, (nint)window, 0, 0, message);
        CloseDisplay(display);
    }

    /// <summary>Comes and goes, so that a screen that no window was ever shown on has had a last client too.</summary>
    private void LeaveOnce()
    {
        if (OpenDisplay(Screen!.Display) is var display and not 0) CloseDisplay(display);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("libX11.so.6", EntryPoint = "XOpenDisplay", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenDisplay(string name);

    [LibraryImport("libX11.so.6", EntryPoint = "XCloseDisplay")]
    private static partial int CloseDisplay(nint display);

    [LibraryImport("libX11.so.6", EntryPoint = "XInternAtom", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Atom(nint display, string name, int onlyIfExists);

    [LibraryImport("libX11.so.6", EntryPoint = "XSendEvent")]
    private static unsafe partial int SendEvent(nint display, nint window, int propagate, nint mask, nint* message);
}
