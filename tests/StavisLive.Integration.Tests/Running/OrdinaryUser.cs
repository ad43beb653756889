using System.Diagnostics;

namespace StavisLive.Integration.Tests.Running;

/// <summary>Runs commands without the rights of root, whoever runs the tests.</summary>
internal static class OrdinaryUser
{
    /// <summary>What stands before such a command; the test is skipped where that cannot be had.</summary>
    public static string[] Command()
    {
        if (!Environment.IsPrivilegedProcess) return [];
        // Among users of its own, none of whom is anybody outside, root has its own files and no right to others'.
        string[] command = ["unshare", "--user"];
        using var trial = Process.Start(command[0], [.. command[1..], "true"]);
        trial.WaitForExit();
        Assert.SkipUnless(trial.ExitCode == 0, "Root cannot do without its rights here: it may make no namespace of users.");
        return command;
    }
}
