using System.Globalization;

namespace StavisLive.Media.Sources.Cameras;

/// <summary>Which processes have a device open, as far as /proc tells this user.</summary>
internal static class DeviceHolders
{
    /// <summary>The holders as a sentence begun by a blank; empty where none is known.</summary>
    public static string Describe(string device)
    {
        var holders = Find(device);
        return holders.Count == 0 ? "" : $" It is used by {string.Join(", ", holders.Select(holder => $"{holder.Name} (process {holder.Id})"))}.";
    }

    /// <summary>All processes but this one.</summary>
    internal static IReadOnlyList<(int Id, string Name)> Find(string device)
    {
        var holders = new List<(int, string)>();
        if (!Directory.Exists("/proc")) return holders;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id == Environment.ProcessId) continue;
            if (Holds(folder, device)) holders.Add((id, NameOf(folder)));
        }
        return holders;
    }

    // Other users' processes may not be looked into, and any may end meanwhile.
    private static bool Holds(string process, string device)
    {
        try
        {
            return Directory.EnumerateFiles(Path.Combine(process, "fd")).Any(file => new FileInfo(file).LinkTarget == device);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string NameOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "comm")).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "a program";
        }
    }
}
