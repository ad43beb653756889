using System.Globalization;
using StavisLive.Core.Sinks;

namespace StavisLive.Core.Recording;

/// <summary>Where a stream's recordings lie: named by stream, time and reason, and no more than so many.</summary>
internal sealed class RecordingFolder
{
    private readonly string _folder;
    private readonly int _keep;

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

    /// <summary>Writes a recording and removes the oldest ones of its stream; gives its path.</summary>
    public string Write(Flight flight, string reason, DateTimeOffset writtenAt, RecordingSnapshot snapshot, TimeProvider time)
    {
        var stream = Plain(flight.Stream);
        // Stamps of one length in UTC, so that the order of names is that of time.
        var stamp = writtenAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
        var path = Path.Combine(_folder, $"{stream}_{stamp}_{Plain(reason)}{FlightFile.Extension}");
        FlightWriter.Write(path, snapshot, hasPicture => FlightIndexing.Of(flight, reason, writtenAt, snapshot, hasPicture, time));
        RemoveOldest(stream);
        return path;
    }

    private void RemoveOldest(string stream)
    {
        var recordings = Directory.GetFiles(_folder, $"{stream}_*{FlightFile.Extension}").Order(StringComparer.Ordinal).ToArray();
        foreach (var path in recordings.SkipLast(_keep)) File.Delete(path);
    }

    // An underscore parts the name, so it is none of the parts.
    private static string Plain(string text)
    {
        var plain = string.Concat(text.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '.' ? letter : '-')).Trim('-', '.');
        return plain.Length == 0 ? "stream" : plain;
    }
}
