namespace StavisLive.Media.Tests.Sources;

/// <summary>This test program's living children, by what their command line contains.</summary>
internal static class ChildProcesses
{
    /// <summary>Numbers of the processes that run with <paramref name="text"/> among their arguments.</summary>
    public static IReadOnlyList<int> With(string text) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(Path.GetFileName)
            .Where(name => int.TryParse(name, out _))
            .Select(name => int.Parse(name!))
            .Where(id => id != Environment.ProcessId && CommandLineOf(id).Contains(text, StringComparison.Ordinal)),
    ];

    // A process may go while its folder is read; one that has ended has no command line any more.
    private static string CommandLineOf(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
