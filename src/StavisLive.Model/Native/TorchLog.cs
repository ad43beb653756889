using System.Runtime.InteropServices;

namespace StavisLive.Model.Native;

/// <summary>What libtorch writes to standard error by itself.</summary>
internal static partial class TorchLog
{
    /// <summary>Errors only, unless TORCH_CPP_LOG_LEVEL says otherwise; to be called before libtorch is loaded, on Linux.</summary>
    /// <remarks>
    /// On processors that one of its libraries doesn't know it warns of that at every step ("Could not initialize NNPACK!"). .NET's own way to set a
    /// variable doesn't reach native code.
    /// </remarks>
    public static void KeepErrorsOnly() => _ = setenv("TORCH_CPP_LOG_LEVEL", "ERROR", overwrite: 0);

    [LibraryImport("libc.so.6", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
