namespace StavisLive.Media.Ffmpeg;

/// <summary>Finds programs the way a shell does.</summary>
internal static class ExecutableSearch
{
    /// <summary>Full path of the first match in the folders of PATH; null where there is none.</summary>
    public static string? Find(string program, string? searchPath)
    {
        var file = OperatingSystem.IsWindows() ? program + ".exe" : program;
        return (searchPath ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            // Windows' PATH may have quotation marks around folders with a semicolon in their names.
            .Select(folder => Path.Combine(OperatingSystem.IsWindows() ? folder.Trim('"') : folder, file))
            .FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path)
    {
        if (!File.Exists(path)) return false;
        if (OperatingSystem.IsWindows()) return true;
        const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return (File.GetUnixFileMode(path) & AnyExecute) != 0;
    }
}
