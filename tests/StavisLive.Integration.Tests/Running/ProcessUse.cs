using System.Globalization;

namespace StavisLive.Integration.Tests.Running;

/// <summary>What a process holds of the system at a moment.</summary>
internal sealed record ProcessUse(int Children, int Threads, int Files, int Sockets, double ResidentMegabytes)
{
    /// <summary>Looks at a process.</summary>
    public static ProcessUse Of(int process)
    {
        var files = Directory.GetFiles($"/proc/{process}/fd");
        return new ProcessUse(
            ChildrenOf(process).Count,
            Directory.GetDirectories($"/proc/{process}/task").Length,
            files.Length,
            files.Count(file => LinkOf(file).StartsWith("socket:", StringComparison.Ordinal)),
            Resident(process));
    }

    /// <summary>Numbers of its living children.</summary>
    public static IReadOnlyList<int> ChildrenOf(int process) =>
    [
        .. Directory.GetDirectories($"/proc/{process}/task")
            .SelectMany(thread => TextOf(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(number => int.Parse(number, CultureInfo.InvariantCulture)),
    ];

    private static double Resident(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    // A thread may end while it is looked at.
    private static string TextOf(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return "";
        }
    }

    // A file may be closed between being listed and being looked at.
    private static string LinkOf(string file) => new FileInfo(file).LinkTarget ?? "";
}
