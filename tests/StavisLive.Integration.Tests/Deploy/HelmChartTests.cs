using System.Diagnostics;
using StavisLive.Integration.Tests.Running;
using StavisLive.Integration.Tests.Structure;

namespace StavisLive.Integration.Tests.Deploy;

/// <summary>The chart of <c>deploy/helm</c>, rendered and held against Kubernetes' types: tools/check-chart.</summary>
public sealed class HelmChartTests
{
    // What the script ends with where what it renders with is not installed.
    private const int NotHere = 77;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Render_LeastAndEverything_IsRightAndMistakesAreRefused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "tools/check-chart is a script for Linux.");
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "tools", "check-chart"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        await using var check = new RunningProgram(Process.Start(start)!, Patience);
        var outcome = await check.WaitAsync();
        Assert.SkipWhen(outcome.ExitCode == NotHere, outcome.Errors.Trim());
        outcome.Expect(0);
    }
}
