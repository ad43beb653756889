using System.Diagnostics;

namespace StavisLive.Model.Tests.Native;

/// <summary>Runs tests of this assembly in a process of their own, for what is decided when libraries are loaded.</summary>
internal static class OwnProcess
{
    /// <summary>Runs them, and expects all of them to pass.</summary>
    /// <param name="methods">Their names, as the test runner takes them.</param>
    /// <param name="settings">Variables of its environment; null: not there.</param>
    public static async Task PassesAsync(IReadOnlyList<string> methods, params (string Name, string? Value)[] settings)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "StavisLive.Model.Tests" + (OperatingSystem.IsWindows() ? ".exe" : ""));
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        foreach (var argument in methods.SelectMany(method => new[] { "-method", method })) start.ArgumentList.Add(argument);
        foreach (var (name, value) in settings) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, said);
        Assert.Matches($@"Total: {methods.Count}(,|\s|$)", said);
    }
}
