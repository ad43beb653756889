using System.Globalization;

namespace StavisLive.Media.Files;

/// <summary>Where paths lead to, as the file system has it: through links of folders and files, and by whatever name.</summary>
public static class FilePlace
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    /// <summary>How names are compared where there is nothing yet to ask the file system about.</summary>
    public static StringComparer NameComparer { get; } = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>A text that is the same for all paths to one file or folder, whether it is there yet or not.</summary>
    public static string IdentityOf(string path)
    {
        if (FileStatus.Of(path) is { } status) return status.Identity;
        var place = Path.TrimEndingDirectorySeparator(ResolveOrKeep(path));
        if (FileStatus.Of(place) is { } target) return target.Identity;
        if (Path.GetDirectoryName(place) is not { } folder) return place;
        var name = Path.GetFileName(place);
        return $"{IdentityOf(folder)}/{(IgnoresCase(folder) ? name.ToUpperInvariant() : name)}";
    }

    /// <summary>The full path with every link in it followed, whether there is something at its end or not.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Resolve(string path)
    {
        var full = Path.GetFullPath(path);
        if (IsDevice(full)) return full;
        var place = Path.GetPathRoot(full)!;
        var ahead = new Stack<string>(PartsOf(full[place.Length..]));
        for (var links = 0; ahead.TryPop(out var part);)
        {
            if (part == ".") continue;
            var next = part == ".." ? Path.GetDirectoryName(place) ?? place : Path.Combine(place, part);
            if (part == ".." || new FileInfo(next).LinkTarget is not { } target)
            {
                place = next;
                continue;
            }
            if (++links > MostLinks) throw new IOException($"{path} leads through too many links.");
            // Relative to the link's own folder, which is where we are.
            var root = Path.GetPathRoot(target)!;
            if (root.Length > 0) place = Path.GetPathRoot(Path.GetFullPath(target, place))!;
            foreach (var step in PartsOf(target[root.Length..])) ahead.Push(step);
        }
        return place;
    }

    /// <summary>Whether there is an ordinary file or a folder that a path names itself: no link, device or pipe.</summary>
    public static bool IsPlain(string path)
    {
        if (IsDevice(path)) return false;
        var file = new FileInfo(Path.TrimEndingDirectorySeparator(path));
        if (file.LinkTarget is not null) return false;
        if (Directory.Exists(path)) return true;
        // Windows tells nothing of a socket but that opening it leads elsewhere.
        return FileStatus.Of(path)?.IsRegular ?? (file.Exists && !file.Attributes.HasFlag(FileAttributes.ReparsePoint));
    }

    /// <summary>What a file or folder is called that makes room for another of its name: hall.7.mp4 for hall.mp4, and maps.7 for maps.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="number">From 1.</param>
    public static string NumberedName(string path, int number) =>
        Path.ChangeExtension(path, number.ToString(CultureInfo.InvariantCulture) + Path.GetExtension(path));

    /// <summary>Reads what <see cref="NumberedName"/> gives.</summary>
    /// <param name="path">The path of something in a folder.</param>
    /// <returns>The path that it made room at, and its number; null where it has no such name.</returns>
    public static (string Path, int Number)? ReadNumberedName(string path)
    {
        var (stem, extension) = (Path.GetFileNameWithoutExtension(path), Path.GetExtension(path));
        // Of hall.7.mp4 the number stands before the extension; maps.7 has none but the number.
        var (name, number) = Path.HasExtension(stem) ? (Path.GetFileNameWithoutExtension(stem) + extension, Path.GetExtension(stem)) : (stem, extension);
        return number.Length > 1 && int.TryParse(number.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var kept)
            ? (Path.Join(Path.GetDirectoryName(path), name), kept)
            : null;
    }

    /// <summary>Whether a path leads to what is no place in a folder at all: devices and pipes of Windows. Looks at neither.</summary>
    public static bool IsDevice(string path) => OperatingSystem.IsWindows() && WindowsPath.IsDevice(Path.GetFullPath(path));

    // Last first, as a stack wants them.
    private static IEnumerable<string> PartsOf(string path) =>
        path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Reverse();

    private static string ResolveOrKeep(string path)
    {
        try
        {
            return Resolve(path);
        }
        catch (Exception exception) when (OutputFile.IsOfTheSystem(exception))
        {
            return Path.GetFullPath(path);
        }
    }

    // A folder that holds nothing to try it with is as they mostly are on its system.
    private static bool IgnoresCase(string folder)
    {
        try
        {
            foreach (var entry in Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder) : [])
            {
                var name = Path.GetFileName(entry);
                var other = name.ToUpperInvariant();
                if (other == name) other = name.ToLowerInvariant();
                if (other == name || FileStatus.Of(entry) is not { } status) continue;
                return FileStatus.Of(Path.Combine(folder, other))?.Identity == status.Identity;
            }
        }
        catch (Exception exception) when (OutputFile.IsOfTheSystem(exception))
        {
            // A folder that cannot be looked into.
        }
        return NameComparer == StringComparer.OrdinalIgnoreCase;
    }
}
