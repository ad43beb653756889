namespace StavisLive.Media.Sources.Stills;

/// <summary>A picture's file, and the name under which its results are kept.</summary>
internal sealed record StillFile(string Path, string Name)
{
    /// <summary>One picture.</summary>
    public static StillFile Of(string path) => new(path, System.IO.Path.GetFileNameWithoutExtension(path));

    /// <summary>Several: where names differ in their extension only (a.png, a.jpg), they keep it.</summary>
    public static List<StillFile> Of(IReadOnlyList<string> paths)
    {
        var shared = paths.CountBy(path => Of(path).Name, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Value > 1)
            .Select(group => group.Key)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. paths.Select(Of).Select(file => shared.Contains(file.Name) ? file with { Name = System.IO.Path.GetFileName(file.Path) } : file)];
    }
}
