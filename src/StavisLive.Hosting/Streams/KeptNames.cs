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
            if (FilePlace.ReadNumberedName(entry) is not var (place, number)) continue;
            numbers[place] = Math.Max(number, numbers.GetValueOrDefault(place));
        }
        return numbers;
    }
}
