using System.Runtime.InteropServices;

namespace StavisLive.Model.Native;

/// <summary>What libtorch reads from the environment alone. .NET's own variables are a copy that it doesn't see.</summary>
internal static partial class NativeEnvironment
{
    /// <summary>Keeps libtorch from compiling kernels for scripts' methods while they run, unless the user wants it to. On Linux.</summary>
    /// <remarks>
    /// On a graphics processor it would, for every shape anew, and a step of one window more is another shape: a live run would stand still
    /// whenever a stream comes or is late. On the processor libtorch is built without it.
    /// </remarks>
    public static void LeaveScriptsUncompiled() => _ = setenv("PYTORCH_TENSOREXPR", "0", overwrite: 0);

    [LibraryImport("libc.so.6", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
