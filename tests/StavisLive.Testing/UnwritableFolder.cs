namespace StavisLive.Testing;

/// <summary>A folder in which nothing can be made, not even by root: all but the shortest paths there would be too long.</summary>
public static class UnwritableFolder
{
    // Linux takes 4095 bytes.
    private const int Longest = 4095;
    private const int ShortName = 20;
    private const int LongestName = 255;

    /// <summary>Makes it, on Linux; a file with a name of a few letters can be put there.</summary>
    /// <param name="parent">The folder that it is somewhere below.</param>
    public static string Make(string parent)
    {
        var folder = parent;
        while (Longest - ShortName - folder.Length is > 1 and var left) folder = Path.Combine(folder, new string('f', Math.Min(left - 1, LongestName)));
        return Directory.CreateDirectory(folder).FullName;
    }
}
