using System.Globalization;
using StavisLive.Media.Files;

namespace StavisLive.Hosting.Streams;

/// <summary>Numbers what is kept in a folder (<see cref="FilePlace.NumberedName"/>). Thread-safe.</summary>
/// <remarks>Behind the highest number and not in the first gap, so that numbers follow time where some were removed.</remarks>
/// <param name="folder">The whole path.</param>
internal sealed class KeptNames(string folder)
{
    // Held while the folder, which may hold thousands, is looked through: once for all paths in it.
    private readonly Lock _lock = new();

    // Under the lock: the highest number of what is kept of a path; null before the folder was looked through.
    private Dictionary<string, int>? _numbers;

    /// <summary>The next free name for what a path holds.</summary>
    /// <param name="place">The whole path of something in the folder, without a separator at its end.</param>
    public string Next(string place)
    {
        lock (_lock)
        {
            _numbers ??= LookThrough();
            var number = _numbers.GetValueOrDefault(place);
            // Another machine may have put something there meanwhile.
            do number++;
            while (Path.Exists(FilePlace.NumberedName(place, number)));
            _numbers[place] = number;
            return FilePlace.NumberedName(place, number);
        }
    }

    private Dictionary<string, int> LookThrough()
    {
        var numbers = new Dictionary<string, int>(FilePlace.NameComparer);
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder))
        {
            var (name, extension) = (Path.GetFileNameWithoutExtension(entry), Path.GetExtension(entry));
            var (of, number) = Path.HasExtension(name) ? (Path.GetFileNameWithoutExtension(name) + extension, Path.GetExtension(name)) : (name, extension);
            if (number.Length == 0 || !int.TryParse(number.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var kept)) continue;
            var place = Path.Combine(folder, of);
            numbers[place] = Math.Max(kept, numbers.GetValueOrDefault(place));
        }
        return numbers;
    }
}
