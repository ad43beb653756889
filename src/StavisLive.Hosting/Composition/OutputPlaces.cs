using StavisLive.Core.Configuration;
using StavisLive.Hosting.Composition.Outputs;
using StavisLive.Media.Files;

namespace StavisLive.Hosting.Composition;

/// <summary>Checks before anything begins that there is a place for every output. Whether it may be written to, opening it tells.</summary>
/// <remarks>A missing folder is not made for a file, since it is mistyped more often than meant; an output that is a folder itself is.</remarks>
internal static class OutputPlaces
{
    // Windows' own makes those above it as well, and takes -p for a name.
    private static readonly string MakeFolder = OperatingSystem.IsWindows() ? "mkdir" : "mkdir -p";

    /// <summary>Everything that is wrong, by key.</summary>
    public static IEnumerable<ConfigProblem> Problems(StreamPlan plan)
    {
        foreach (var output in StreamOutputs.Of(plan))
        {
            if (output.File is not { Length: > 0 } path) continue;
            var problem = output.IsFolder ? FolderProblem(path) : FileProblem(path);
            if (problem is not null) yield return new(output.Key, path, $"`{output.Key}`: {problem}");
        }
        if (plan.Config.Outputs.Recorder.Folder is { Length: > 0 } folder && FolderProblem(folder) is { } trouble)
            yield return new("outputs.recorder.folder", folder, $"`outputs.recorder.folder`: {trouble}");
    }

    private static string? FileProblem(string path)
    {
        // They lie in no folder, and to look at a pipe of Windows would be to connect to it.
        if (FilePlace.IsDevice(path)) return null;
        if (Directory.Exists(path)) return $"{path} is a folder; name a file in it.";
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (folder is null || Directory.Exists(folder)) return null;
        return $"{path} cannot be written: {FolderProblem(folder) ?? $"there is no folder {folder}; make it with: {MakeFolder} \"{folder}\""}";
    }

    private static string? FolderProblem(string path)
    {
        for (var part = Path.GetFullPath(path); part is not null && !Directory.Exists(part); part = Path.GetDirectoryName(part))
        {
            if (File.Exists(part)) return $"{path} cannot be a folder: {part} is a file.";
        }
        return null;
    }
}
