using StavisLive.Core.Sinks;

namespace StavisLive.Media.Files;

/// <summary>Opens and writes output files; what goes wrong comes out as a <see cref="SinkException"/> that names the file.</summary>
internal static class OutputFile
{
    /// <summary>Creates or empties a file for writing, without a buffer of its own.</summary>
    /// <exception cref="SinkException">It cannot be written.</exception>
    public static FileStream Create(string path) => Attempt(path, static path =>
        new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0));

    /// <summary>Makes sure that a file can be written, without touching what it holds; true when it was not there before.</summary>
    /// <exception cref="SinkException">It cannot be written.</exception>
    public static bool Claim(string path) => Attempt(path, static path =>
    {
        var isNew = !File.Exists(path);
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        return isNew;
    });

    /// <summary>Makes sure that a folder is there and can be written to.</summary>
    /// <exception cref="SinkException">It cannot.</exception>
    public static void ClaimFolder(string path) => Attempt(path, static path =>
    {
        Directory.CreateDirectory(path);
        using var trial = new FileStream(
            Path.Combine(path, $".{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        return true;
    });

    /// <summary>Writes a whole file.</summary>
    /// <exception cref="SinkException">It cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        try
        {
            File.WriteAllBytes(path, content);
        }
        catch (Exception exception) when (IsOfTheSystem(exception))
        {
            throw Describe(path, exception);
        }
    }

    /// <summary>Does something to a file and names the file if that fails.</summary>
    /// <exception cref="SinkException">The system refused.</exception>
    public static T Attempt<T>(string path, Func<string, T> action)
    {
        try
        {
            return action(path);
        }
        catch (Exception exception) when (IsOfTheSystem(exception))
        {
            throw Describe(path, exception);
        }
    }

    /// <summary>Whether an exception tells of the disk, the folder or its rights.</summary>
    public static bool IsOfTheSystem(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <summary>The same failure in words for people.</summary>
    public static SinkException Describe(string path, Exception cause) => cause switch
    {
        DirectoryNotFoundException => new SinkException($"{path} cannot be written: there is no folder {FolderOf(path)}.", cause),
        UnauthorizedAccessException when Directory.Exists(path) => new SinkException($"{path} cannot be written: it is a folder.", cause),
        UnauthorizedAccessException => new SinkException(
            $"{path} cannot be written: permission denied. Choose a folder that you may write to.", cause),
        _ => new SinkException($"{path} cannot be written: {cause.Message}", cause),
    };

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
}
