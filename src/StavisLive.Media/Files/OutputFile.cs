using StavisLive.Core.Sinks;

namespace StavisLive.Media.Files;

/// <summary>Opens and writes output files; what goes wrong comes out as a <see cref="SinkException"/> that names the file.</summary>
internal static class OutputFile
{
    /// <summary>Opens a file for writing that keeps what it holds for now, without a buffer of its own.</summary>
    /// <exception cref="SinkException">It cannot be written.</exception>
    public static FileStream Open(string path) => Attempt(path, static path =>
        new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0));

    /// <summary>Makes sure that a file can be written, and changes nothing: not what it holds, nor whether it is there.</summary>
    /// <exception cref="SinkException">It cannot be written.</exception>
    public static void Check(string path) => Attempt(path, static path =>
    {
        var target = FilePlace.Resolve(path);
        if (FilePlace.IsDevice(target)) return true;
        if (!Path.Exists(path)) TryFolder(Path.GetDirectoryName(target)!);
        // Opening and closing a pipe would end it for its reader.
        else if (FilePlace.IsPlain(target)) new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite).Dispose();
        return true;
    });

    /// <summary>What is written when a path is: the end of its links.</summary>
    /// <exception cref="SinkException">The links lead nowhere.</exception>
    public static string TargetOf(string path) => Attempt(path, FilePlace.Resolve);

    /// <summary>Makes sure that a folder is there and can be written to.</summary>
    /// <exception cref="SinkException">It cannot.</exception>
    public static void ClaimFolder(string path) => Attempt(path, static path =>
    {
        Directory.CreateDirectory(path);
        TryFolder(path);
        return true;
    });

    /// <summary>Writes a whole file, or leaves what is there as it is.</summary>
    /// <exception cref="SinkException">It cannot be written.</exception>
    public static void Write(string path, byte[] content) => Replace(path, unfinished => File.WriteAllBytes(unfinished, content));

    /// <summary>Has a whole file written beside its place, and puts it there once that is done.</summary>
    /// <param name="path">Where to; a link stays one.</param>
    /// <param name="write">Writes all of it to the path that it is given.</param>
    /// <exception cref="SinkException">It cannot be written.</exception>
    public static void Replace(string path, Action<string> write) => Attempt(path, path =>
    {
        var target = FilePlace.Resolve(path);
        if (FilePlace.IsDevice(target) || (Path.Exists(path) && !FilePlace.IsPlain(target)))
        {
            // Devices and pipes are written to, not replaced.
            write(path);
            return true;
        }
        var unfinished = BesideOf(target);
        try
        {
            write(unfinished);
            File.Move(unfinished, target, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
        return true;
    });

    /// <summary>A name in the same folder that nobody has, for a file that is to take this one's place.</summary>
    public static string BesideOf(string path) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Guid.NewGuid():N}{Path.GetExtension(path)}");

    /// <summary>Does something to a file and names the file if that fails.</summary>
    /// <exception cref="SinkException">The system refused.</exception>
    public static T Attempt<T>(string path, Func<string, T> action)
    {
        try
        {
            if (OperatingSystem.IsWindows() && WindowsPath.TakenBy(Path.GetFullPath(path)) is { } device)
                throw new SinkException($"{path} cannot be written: Windows keeps that name for the device {device}. Give another name, or NUL to keep nothing.");
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
        // Also where it is open there and would have to be replaced.
        UnauthorizedAccessException when OperatingSystem.IsWindows() && File.Exists(path) => new SinkException(
            $"{path} cannot be written: it is protected, or another program has it open. Close it there, or give another name.", cause),
        UnauthorizedAccessException => new SinkException(
            $"{path} cannot be written: permission denied. Choose a folder that you may write to.", cause),
        _ => new SinkException($"{path} cannot be written: {cause.Message}", cause),
    };

    private static void TryFolder(string path) => new FileStream(
        Path.Combine(path, $".{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
}
