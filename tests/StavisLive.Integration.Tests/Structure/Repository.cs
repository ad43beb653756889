namespace StavisLive.Integration.Tests.Structure;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Files below <c>src</c>, <c>samples</c> and <c>tests</c>.</summary>
    public static IEnumerable<string> Files(string pattern) =>
        new[] { "src", "samples", "tests" }.SelectMany(folder => Directory.GetFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories));

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "StavisLive.sln"))) return folder;
        }
        throw new InvalidOperationException($"No StavisLive.sln above {AppContext.BaseDirectory}.");
    }
}
