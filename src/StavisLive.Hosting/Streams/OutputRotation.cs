using System.Globalization;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Core.Sinks;
using StavisLive.Media.Files;

namespace StavisLive.Hosting.Streams;

/// <summary>Keeps what streams have written from those that write there again. Thread-safe.</summary>
internal sealed partial class OutputRotation(ILogger log)
{
    // Of a folder that this process has not written, nobody knows what else it is for.
    private const string MapPictures = "frame_*.png";

    private readonly Lock _lock = new();
    private readonly HashSet<string> _used = new(FilePlace.NameComparer);

    // The highest number of what is kept of a path; folders, which may hold thousands, are looked through once for all paths in them.
    private readonly Dictionary<string, int> _numbers = new(FilePlace.NameComparer);
    private readonly HashSet<string> _folders = new(FilePlace.NameComparer);

    /// <summary>Gives ordinary files and folders that an earlier stream has closed another name, and takes note of those of the next one.</summary>
    /// <param name="outputs">The next one's.</param>
    /// <param name="keepsEarlier">Whether what an earlier process, or another machine's, has written there is kept as well.</param>
    /// <exception cref="SinkException">One cannot be renamed.</exception>
    public void MakeRoom(OutputConfig outputs, bool keepsEarlier)
    {
        lock (_lock)
        {
            foreach (var (_, path) in outputs.Files)
            {
                var isUsed = !_used.Add(Path.GetFullPath(path));
                if (isUsed) SetAside(path, "*");
                else if (keepsEarlier) SetAside(path, MapPictures);
            }
        }
    }

    /// <summary>Gives an ordinary file or folder that this process has written another name.</summary>
    /// <exception cref="SinkException">It cannot be renamed.</exception>
    public void MakeRoom(string path)
    {
        lock (_lock) SetAside(path, "*");
    }

    private static void MoveFolder(string place, string kept)
    {
        if ((Environment.CurrentDirectory + Path.DirectorySeparatorChar).StartsWith(place + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new IOException("It is the folder that this program works in.");
        Directory.Move(place, kept);
        // Other outputs may have their places in it.
        Directory.CreateDirectory(place);
    }

    private static string NameOf(string path, int number) =>
        Path.ChangeExtension(path, number.ToString(CultureInfo.InvariantCulture) + Path.GetExtension(path));

    /// <param name="path">A file, or a folder.</param>
    /// <param name="content">What a folder holds that is worth keeping, as a pattern.</param>
    private void SetAside(string path, string content)
    {
        try
        {
            if (!FilePlace.IsPlain(path)) return;
            var place = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
            var isFolder = Directory.Exists(place);
            if (isFolder ? !Directory.EnumerateFileSystemEntries(place, content).Any() : new FileInfo(place).Length == 0) return;
            var kept = NextName(place);
            if (isFolder) MoveFolder(place, kept);
            else File.Move(place, kept);
            LogKept(log, path, kept);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SinkException($"{path} holds what was written before, and cannot be renamed: {e.Message} Move it away, or give another name.", e);
        }
    }

    // Behind the highest one and not in the first gap, so that numbers follow time where some were removed.
    private string NextName(string place)
    {
        LookThrough(Path.GetDirectoryName(place)!);
        var number = _numbers.GetValueOrDefault(place);
        // Another machine may have put something there meanwhile.
        do number++;
        while (Path.Exists(NameOf(place, number)));
        _numbers[place] = number;
        return NameOf(place, number);
    }

    private void LookThrough(string folder)
    {
        if (!_folders.Add(folder)) return;
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder))
        {
            // hall.7.mp4 is of hall.mp4, and maps.7 of maps.
            var (name, extension) = (Path.GetFileNameWithoutExtension(entry), Path.GetExtension(entry));
            var (of, number) = Path.HasExtension(name) ? (Path.GetFileNameWithoutExtension(name) + extension, Path.GetExtension(name)) : (name, extension);
            if (number.Length == 0 || !int.TryParse(number.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var kept)) continue;
            var place = Path.Combine(folder, of);
            _numbers[place] = Math.Max(kept, _numbers.GetValueOrDefault(place));
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Path:l} begins anew; what it held is kept as {Kept:l}")]
    private static partial void LogKept(ILogger log, string path, string kept);
}
