using System.Runtime.InteropServices;

namespace StavisLive.Model.Native;

/// <summary>TorchScript's compiler, which makes kernels for graphics processors while scripts run. TorchSharp has no switch for it.</summary>
internal static unsafe class ScriptFusion
{
    /// <summary>Leaves it out, unless the environment asks for it (<c>PYTORCH_TENSOREXPR=1</c>); when libtorch has been loaded.</summary>
    /// <remarks>
    /// It would compile for every shape anew, and a step of one window more is another shape: a live run would stand still whenever a stream
    /// comes or is late. On the processor libtorch is built without it.
    /// </remarks>
    public static void LeaveOut()
    {
        if (Environment.GetEnvironmentVariable("PYTORCH_TENSOREXPR") == "1") return;
        // void torch::jit::overrideCanFuseOnGPU(bool), as the platforms' compilers name it. A libtorch without it has no such compiler.
        var (library, name) = OperatingSystem.IsWindows()
            ? ("torch_cpu.dll", "?overrideCanFuseOnGPU@jit@torch@@YAX_N@Z")
            : ("libtorch_cpu.so", "_ZN5torch3jit20overrideCanFuseOnGPUEb");
        if (NativeLibrary.TryLoad(library, out var torch) && NativeLibrary.TryGetExport(torch, name, out var address))
            ((delegate* unmanaged<byte, void>)address)(0);
    }
}
