using System.Diagnostics;
using System.Globalization;

namespace StavisLive.Cluster.Tests;

/// <summary>Sends signals to processes.</summary>
internal static class Signals
{
    /// <summary>Sends one by its name, such as TERM.</summary>
    public static async Task SendAsync(int process, string name)
    {
        using var kill = Process.Start("kill", ["-s", name, process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
