using System.Runtime.InteropServices;

namespace StavisLive.Model.Native;

/// <summary>The folders in which native libraries are looked for: by the host, and behind it by the system.</summary>
internal static class NativeFolders
{
    /// <summary>Full path of a library of this program; null if no folder holds it.</summary>
    public static string? Find(string fileName) =>
        Candidates().Select(folder => Path.Combine(folder, fileName)).FirstOrDefault(File.Exists);

    private static IEnumerable<string> Candidates()
    {
        // Set by the .NET host from the program's deps.json.
        var hostFolders = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        return Split(hostFolders)
            .Append(AppContext.BaseDirectory)
            .Append(Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native"))
            // A libtorch that the program doesn't bring, such as that of a PyTorch on this machine.
            .Concat(Split(Environment.GetEnvironmentVariable("LD_LIBRARY_PATH") ?? ""));
    }

    private static string[] Split(string folders) => folders.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
}
