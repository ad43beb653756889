using System.IO.Enumeration;

namespace StavisLive.Hosting.Streams;

/// <summary>A folder that maps are written to. What else lies in it may be another output that is being written.</summary>
/// <param name="place">The whole path, without a separator at its end.</param>
/// <param name="maps">Patterns of the names that maps have there.</param>
internal sealed class MapFolder(string place, IReadOnlyList<string> maps)
{
    /// <summary>Maps of a video, and of pictures as well, in a folder that this run has written to.</summary>
    public static readonly IReadOnlyList<string> OfThisRun = ["*.png", "*.npy"];

    /// <summary>Maps of a video. Of a folder that this run has not written to, nobody knows what else it is for.</summary>
    public static readonly IReadOnlyList<string> OfEarlierRuns = ["frame_*.png"];

    /// <summary>Whether there are any.</summary>
    public bool HoldsMaps => Directory.EnumerateFiles(place).Any(IsMap);

    private bool IsWorkingFolder =>
        (Environment.CurrentDirectory + Path.DirectorySeparatorChar).StartsWith(place + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>Moves the maps to a folder that is not there yet; this one stays, for other outputs may have their places in it.</summary>
    public void MoveMaps(string target)
    {
        if (!IsWorkingFolder && Directory.EnumerateFileSystemEntries(place).All(IsMap))
        {
            Directory.Move(place, target);
            Directory.CreateDirectory(place);
        }
        else
        {
            Directory.CreateDirectory(target);
            foreach (var map in Directory.GetFiles(place).Where(IsMap)) File.Move(map, Path.Combine(target, Path.GetFileName(map)));
        }
    }

    private bool IsMap(string path) => maps.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(path.AsSpan())));
}
