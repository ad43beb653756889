using System.Diagnostics;
using StavisLive.Integration.Tests.Running;
using StavisLive.Integration.Tests.Structure;

namespace StavisLive.Integration.Tests.MainJob;

/// <summary>The kernel's own delay, loss and outage, where it has them: tools/network-checks.</summary>
public sealed class NetworkChecksTests : IDisposable
{
    // What the script ends with where the machine has no network namespaces, or no netem in its kernel.
    private const int NotHere = 77;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Run_DelayLossAndOutage_StaysLiveAndComesBack()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has netem.");
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "tools", "network-checks"))
        {
            WorkingDirectory = _scratch["."],
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{Path.GetDirectoryName(StavisProgram.Executable)}:{start.Environment["PATH"]}";
        await using var checks = new RunningProgram(Process.Start(start)!, Patience);
        var outcome = await checks.WaitAsync();
        Assert.SkipWhen(outcome.ExitCode == NotHere, outcome.Errors.Trim());
        outcome.Expect(0);
    }
}
