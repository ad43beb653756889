using System.Runtime.InteropServices;
using StavisLive.Model.Native;

namespace StavisLive.Model.Tests.Native;

public sealed class LibraryMemoryTests
{
    [Fact]
    public void Writable_HoldsTheLibrarysVariables()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The variable that is looked for is of Linux' C library.");

        // char **environ: a variable of the C library, zeroed in its file.
        var variable = NativeLibrary.GetExport(NativeLibrary.Load("libc.so.6"), "__environ");

        Assert.Contains(LibraryMemory.Writable("libc.so.6"), region => region.Address <= variable && variable < region.Address + region.Length);
    }

    [Fact]
    public void Writable_NotLoaded_IsEmpty()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere a library that is asked for is loaded.");
        Assert.Empty(LibraryMemory.Writable("libnosuch.so"));
    }
}
