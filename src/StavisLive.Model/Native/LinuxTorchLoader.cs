using System.Runtime.InteropServices;

namespace StavisLive.Model.Native;

/// <summary>Makes TorchSharp's library load on Linux systems whose libstdc++ is older than the one it was built with.</summary>
/// <remarks>
/// libLibTorchSharp.so names version GLIBCXX_3.4.32 (GCC 13.2) because its C++ compiler refers to one initialiser in every
/// program that includes &lt;iostream&gt;. Nothing in the library calls it, so the version may be missing if the need for it
/// is marked weak. The file in the output folder may be a hard link into the package cache: a copy is marked, never that.
/// </remarks>
internal static class LinuxTorchLoader
{
    private const string TorchSharpLibrary = "libLibTorchSharp.so";
    private const string TorchLibrary = "libtorch.so";
    private const string StandardLibrary = "libstdc++.so.6";

    // std::ios_base_library_init(): the one symbol of the version.
    private const string VersionedSymbol = "_ZSt21ios_base_library_initv";
    private const string NewVersion = "GLIBCXX_3.4.32";

    /// <summary>Loads a marked copy where one is needed, so that TorchSharp finds its library loaded.</summary>
    /// <param name="find">Full path of one of the program's native libraries, by file name; null if there is none.</param>
    /// <returns>Path of the copy; null where the original loads as it is.</returns>
    public static string? Preload(Func<string, string?> find)
    {
        if (SystemProvidesSymbol() || find(TorchSharpLibrary) is not { } original) return null;

        var library = File.ReadAllBytes(original);
        if (!ElfVersionNeeds.MarkWeak(library, StandardLibrary, NewVersion)) return null;
        var copy = PatchedLibraryStore.ForUser().Save(TorchSharpLibrary, library);

        // The copy lies elsewhere than libtorch, which it would look for beside itself; what is loaded is found by name.
        if (find(TorchLibrary) is { } libtorch) NativeLibrary.Load(libtorch);
        NativeLibrary.Load(copy);
        return copy;
    }

    private static bool SystemProvidesSymbol() =>
        NativeLibrary.TryLoad(StandardLibrary, out var handle) && NativeLibrary.TryGetExport(handle, VersionedSymbol, out _);
}
