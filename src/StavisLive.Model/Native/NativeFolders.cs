using System.Runtime.InteropServices;

namespace StavisLive.Model.Native;

/// <summary>The folders in which the host looks for native libraries.</summary>
internal static class NativeFolders
{
    /// <summary>Full path of a library of this program; null if no folder holds it.</summary>
    public static string? Find(string fileName) =>
        Candidates().Select(folder => Path.Combine(folder, fileName)).FirstOrDefault(File.Exists);

    private static IEnumerable<string> Candidates()
    {
        // Set by the .NET host from the program's deps.json.
        var hostFolders = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        return hostFolders.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory)
            .Append(Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native"));
    }
}
