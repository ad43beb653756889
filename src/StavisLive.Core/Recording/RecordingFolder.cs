using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using StavisLive.Core.Sinks;

namespace StavisLive.Core.Recording;

/// <summary>Where a stream's recordings lie: named by stream, time and reason, and no more than so many.</summary>
internal sealed partial class RecordingFolder
{
    // In the 255 bytes that most file systems have for a name, in letters of up to three of them, beside time and reason.
    private const int MostLetters = 64;

    private readonly string _folder;
    private readonly int _keep;

    // Names of what this run has written, in that order, which they tell only as long as the clock is not set back.
    private readonly List<string> _written = [];

    private RecordingFolder(string folder, int keep)
    {
        _folder = folder;
        _keep = keep;
    }

    /// <summary>Makes the folder.</summary>
    /// <exception cref="SinkException">It cannot be made.</exception>
    public static RecordingFolder Open(string folder, int keep)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new RecordingFolder(folder, keep);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SinkException($"The flight recorder's folder {folder} cannot be made: {e.Message}", e);
        }
    }

    /// <summary>Writes a recording and removes the oldest ones of its stream, and unfinished ones; gives its path. One at a time.</summary>
    public string Write(Flight flight, string reason, DateTimeOffset writtenAt, RecordingSnapshot snapshot, TimeProvider time)
    {
        var stream = NameOf(flight.Stream);
        // Stamps of one length in UTC, so that the order of names is that of time.
        var stamp = writtenAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
        var path = Free($"{stream}_{stamp}_{Plain(reason)}");
        FlightWriter.Write(path, snapshot, hasPicture => FlightIndexing.Of(flight, reason, writtenAt, snapshot, hasPicture, time));
        _written.Add(Path.GetFileName(path));
        RemoveOldest(stream);
        return path;
    }

    // Two in one millisecond, or at a time that has been before.
    private string Free(string name)
    {
        var path = Path.Combine(_folder, name + FlightFile.Extension);
        for (var number = 2; IsTaken(path); number++) path = Path.Combine(_folder, $"{name}-{number}{FlightFile.Extension}");
        return path;
    }

    // Another program may be writing it.
    private static bool IsTaken(string path) => File.Exists(path) || File.Exists(path + FlightWriter.Unfinished);

    private void RemoveOldest(string stream)
    {
        string[] there = [.. Directory.GetFiles(_folder, $"{stream}_*{FlightFile.Extension}").Select(path => Path.GetFileName(path)!)];
        _written.RemoveAll(name => !there.Contains(name));
        string[] recordings = [.. there.Except(_written).Order(StringComparer.Ordinal), .. _written];
        foreach (var name in recordings.SkipLast(_keep)) TryRemove(Path.Combine(_folder, name), File.Delete);
        foreach (var path in Directory.GetFiles(_folder, $"{stream}_*{FlightFile.Extension}{FlightWriter.Unfinished}"))
            TryRemove(path, FlightWriter.RemoveLeftOver);
    }

    private static void TryRemove(string path, Action<string> remove)
    {
        try
        {
            remove(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another program writes it, or reads it, which Windows protects: the new one is there all the same, and the next one removes it.
        }
    }

    /// <summary>A stream's name as the beginning of files' names, and the same for no other stream.</summary>
    private static string NameOf(string stream)
    {
        var plain = Plain(stream);
        if (plain == stream && plain.Length <= MostLetters) return plain;
        // What had to be left out would have told it from others.
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(stream)))[..6];
        return $"{(plain.Length <= MostLetters ? plain : plain[^MostLetters..])}-{mark}";
    }

    // An underscore parts the name, so it is none of the parts.
    private static string Plain(string text)
    {
        var plain = Foreign().Replace(text, "-").Trim('-', '.', ' ');
        return plain.Length == 0 ? "stream" : plain;
    }

    [GeneratedRegex(@"[^\p{L}\p{M}\p{N}. -]+")]
    private static partial Regex Foreign();
}
