using StavisLive.Core.Sources;
using StavisLive.Core.Files;
using StavisLive.Media.Files;

namespace StavisLive.Media.Ffmpeg;

/// <summary>A file on disk as input of ffmpeg.</summary>
internal static class LocalFile
{
    /// <summary>ffmpeg's arguments that open it: as a file whatever its name looks like, and nothing but files.</summary>
    /// <remarks>A playlist in disguise must not make the program fetch addresses.</remarks>
    public static string[] Input(string path) => ["-protocol_whitelist", "file", "-i", Name(path)];

    /// <summary>What ffmpeg calls it.</summary>
    public static string Name(string path)
    {
        var full = Path.GetFullPath(path);
        // What is this process's own in these folders, such as its standard input, is another one for ffmpeg.
        var isOwn = full.StartsWith("/dev/", StringComparison.Ordinal) || full.StartsWith("/proc/", StringComparison.Ordinal);
        return "file:" + (isOwn ? FilePlace.Resolve(full) : full);
    }

    /// <summary>Makes sure that something can be read from its beginning as often as needed, without waiting for anybody to write it.</summary>
    /// <exception cref="SourceException">It is a pipe or a device.</exception>
    public static void CheckIsPlain(string path)
    {
        if (FileStatus.Of(path) is { IsRegular: false } && !Directory.Exists(path))
        {
            throw new SourceException(
                $"{path} is a pipe or a device, which can be read only once, and a file is looked into first. Save what comes out of it as a file, or play it live as a camera: `source.camera={path}`.");
        }
    }

    /// <summary>Makes sure that there is something to read.</summary>
    /// <exception cref="SourceException">It is missing, a folder, empty or not readable.</exception>
    public static void Check(string path)
    {
        if (Directory.Exists(path))
            throw new SourceException($"{path} is a folder. Name a video file in it, or a folder of images.");
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            CheckMayBeSought(path);
            throw new SourceException($"{path} does not exist (looked for {file.FullName}). Check the name.");
        }
        CheckIsPlain(path);
        if (file.Length == 0)
            throw new SourceException($"{path} is empty: it has no bytes. Was it copied or recorded to its end?");
        try
        {
            using var opened = SharedFile.OpenRead(path);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new SourceException($"{path} cannot be read: {exception.Message} Check its permissions.", exception);
        }
    }

    // What lies in a folder that may not be looked into is for the system's other calls as if it didn't exist.
    private static void CheckMayBeSought(string path)
    {
        try
        {
            _ = File.GetAttributes(path);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new SourceException($"{path} may not be read, since a folder above it may not: check their permissions.", exception);
        }
        catch (IOException)
        {
            // It doesn't exist.
        }
    }
}
