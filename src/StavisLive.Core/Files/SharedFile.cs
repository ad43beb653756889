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
    /// <param name="path">The file, or what gives bytes as one.</param>
    /// <param name="most">Most bytes; some devices never end.</param>
    /// <exception cref="IOException">It cannot be read, or holds more.</exception>
    public static byte[] ReadAllBytes(string path, int most)
    {
        using var file = OpenRead(path);
        using var content = new MemoryStream();
        var part = new byte[1 << 16];
        while (file.Read(part) is > 0 and var count)
        {
            if (content.Length + count > most) throw new IOException($"It holds more than {most} bytes.");
            content.Write(part.AsSpan(0, count));
        }
        return content.ToArray();
    }
}
