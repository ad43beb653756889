using System.Runtime.InteropServices;

namespace StavisLive.Model.Native;

/// <summary>The Fortran runtime inside of MKL, which comes with Windows' libtorch.</summary>
internal static partial class FortranConsole
{
    /// <summary>Leaves Ctrl-C, Ctrl-Break and a closed window to this program; before libtorch is loaded.</summary>
    /// <remarks>By itself it ends the process at once ("forrtl: error (200)"), with files that don't play.</remarks>
    public static void LeaveToProgram()
    {
        // .NET tells Windows alone of a variable; the C library, which the runtime asks, has noted its own before.
        _ = SetVariable("FOR_DISABLE_CONSOLE_CTRL_HANDLER", "1");
    }

    [LibraryImport("ucrtbase.dll", EntryPoint = "_wputenv_s", StringMarshalling = StringMarshalling.Utf16)]
    private static partial int SetVariable(string name, string value);
}
