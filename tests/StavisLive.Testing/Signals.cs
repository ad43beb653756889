using System.Diagnostics;
using System.Globalization;

namespace StavisLive.Testing;

/// <summary>Sends signals to processes.</summary>
public static class Signals
{
    /// <summary>Sends one by its name, such as TERM.</summary>
    public static void Send(int process, string name)
    {
        using var kill = Process.Start("kill", ["-s", name, process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
