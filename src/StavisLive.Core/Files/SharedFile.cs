namespace StavisLive.Core.Files;

/// <summary>Reads files without being in anybody's way: they may be written, renamed or deleted meanwhile.</summary>
/// <remarks>Windows refuses a reader that doesn't say so a file that is still written, and its writer the renaming; elsewhere it makes no difference.</remarks>
public static class SharedFile
{
    private const FileShare All = FileShare.ReadWrite | FileShare.Delete;

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static FileStream OpenRead(string path) => new(path, FileMode.Open, FileAccess.Read, All);

    /// <summary>All that a file holds now.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static byte[] ReadAllBytes(string path)
    {
        using var file = OpenRead(path);
        using var content = new MemoryStream(file.CanSeek ? (int)Math.Min(file.Length, Array.MaxLength) : 0);
        file.CopyTo(content);
        return content.ToArray();
    }
}
