using System.Runtime.InteropServices;

namespace StavisLive.Model.Native;

/// <summary>Libraries inside of libtorch that can be turned off. TorchSharp has no switches for them.</summary>
internal static unsafe class TorchSwitches
{
    // at::Context& at::globalContext(), and void at::Context::setUserEnabledMkldnn(bool) and setUserEnabledNNPACK(bool), as the platforms' compilers name them.
    private static readonly (string Library, string Context, string OneDnn, string NnPack) Names = OperatingSystem.IsWindows()
        ? ("torch_cpu.dll", "?globalContext@at@@YAAEAVContext@1@XZ", "?setUserEnabledMkldnn@Context@at@@QEAAX_N@Z", "?setUserEnabledNNPACK@Context@at@@QEAAX_N@Z")
        : ("libtorch_cpu.so", "_ZN2at13globalContextEv", "_ZN2at7Context20setUserEnabledMkldnnEb", "_ZN2at7Context20setUserEnabledNNPACKEb");

    /// <summary>oneDNN: ATen then convolves by itself, several times slower.</summary>
    public static void TurnOneDnnOff() => TurnOff(Names.OneDnn);

    /// <summary>NNPACK, which convolves batches of 16 where oneDNN does not.</summary>
    /// <remarks>Where it doesn't know the processor it writes a warning for every convolution that it is asked about, also for those that it would not do.</remarks>
    public static void TurnNnPackOff() => TurnOff(Names.NnPack);

    // A libtorch that lacks the switch was built without the library.
    private static void TurnOff(string name)
    {
        if (NativeLibrary.TryLoad(Names.Library, out var torch)
            && NativeLibrary.TryGetExport(torch, Names.Context, out var context)
            && NativeLibrary.TryGetExport(torch, name, out var turn))
            ((delegate* unmanaged<nint, byte, void>)turn)(((delegate* unmanaged<nint>)context)(), 0);
    }
}
