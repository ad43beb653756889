using System.Globalization;
using System.IO.Enumeration;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Core.Sinks;
using StavisLive.Media.Files;

namespace StavisLive.Hosting.Streams;

/// <summary>Keeps what streams have written from those that write there again. Thread-safe.</summary>
internal sealed partial class OutputRotation(ILogger log)
{
    // What a folder holds of a video's maps, and of pictures' as well; what else lies there may be another output that is being written.
    private const string MapsOfVideo = "frame_*.png";
    private static readonly string[] Written = ["*.png", "*.npy"];

    private const string Metrics = "metrics";

    private readonly Lock _lock = new();
    private readonly HashSet<string> _used = new(FilePlace.NameComparer);

    // The highest number of what is kept of a path; folders, which may hold thousands, are looked through once for all paths in them.
    private readonly Dictionary<string, int> _numbers = new(FilePlace.NameComparer);
    private readonly HashSet<string> _folders = new(FilePlace.NameComparer);

    /// <summary>Gives ordinary files, and folders of maps, that an earlier stream has closed another name, and takes note of those of the next one.</summary>
    /// <remarks>Metrics that cannot be renamed stay where earlier ones are to be kept, since those of the next stream go on in them.</remarks>
    /// <param name="outputs">The next one's.</param>
    /// <param name="keepsEarlier">Whether what an earlier process, or another machine's, has written there is kept as well.</param>
    /// <exception cref="SinkException">One cannot be renamed.</exception>
    public void MakeRoom(OutputConfig outputs, bool keepsEarlier)
    {
        lock (_lock)
        {
            foreach (var (key, path) in outputs.Files)
            {
                var isUsed = !_used.Add(Path.GetFullPath(path));
                if (isUsed || keepsEarlier) SetAside(path, isUsed, mayStay: keepsEarlier && key == Metrics);
            }
        }
    }

    /// <summary>Gives an ordinary file that this process has written another name. A folder stays: numbers of maps go on within a stream.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mayStay">Whether it may stay if it cannot be renamed.</param>
    /// <exception cref="SinkException">It cannot be renamed.</exception>
    public void MakeRoomWithin(string path, bool mayStay)
    {
        if (Directory.Exists(path)) return;
        lock (_lock) SetAside(path, isUsed: true, mayStay);
    }

    // Of a folder that this process has not written, nobody knows what else it is for.
    private static bool IsWritten(string path, bool isUsed) => isUsed
        ? Written.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(path.AsSpan())))
        : FileSystemName.MatchesSimpleExpression(MapsOfVideo, Path.GetFileName(path.AsSpan()));

    private static bool IsWorkingFolder(string place) =>
        (Environment.CurrentDirectory + Path.DirectorySeparatorChar).StartsWith(place + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string NameOf(string path, int number) =>
        Path.ChangeExtension(path, number.ToString(CultureInfo.InvariantCulture) + Path.GetExtension(path));

    private void SetAside(string path, bool isUsed, bool mayStay)
    {
        try
        {
            if (!FilePlace.IsPlain(path)) return;
            var place = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
            if (Directory.Exists(place)) SetMapsAside(path, place, isUsed);
            else if (new FileInfo(place).Length > 0)
            {
                var kept = NextName(place);
                File.Move(place, kept);
                LogKept(log, path, kept);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!mayStay) throw new SinkException($"{path} holds what was written before, and cannot be renamed: {e.Message} Move it away, or give another name.", e);
            LogContinued(log, path, e.Message);
        }
    }

    private void SetMapsAside(string path, string place, bool isUsed)
    {
        if (!Directory.EnumerateFiles(place).Any(file => IsWritten(file, isUsed))) return;
        var kept = NextName(place);
        if (!IsWorkingFolder(place) && Directory.EnumerateFileSystemEntries(place).All(entry => IsWritten(entry, isUsed)))
        {
            Directory.Move(place, kept);
            // Other outputs may have their places in it.
            Directory.CreateDirectory(place);
        }
        else
        {
            Directory.CreateDirectory(kept);
            foreach (var map in Directory.GetFiles(place).Where(file => IsWritten(file, isUsed))) File.Move(map, Path.Combine(kept, Path.GetFileName(map)));
        }
        LogKept(log, path, kept);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path:l} goes on behind what it held, since it cannot be renamed: {Reason:l}")]
    private static partial void LogContinued(ILogger log, string path, string reason);
}
