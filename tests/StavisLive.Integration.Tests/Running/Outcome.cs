namespace StavisLive.Integration.Tests.Running;

/// <summary>What a finished run left behind.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Errors)
{
    /// <summary>Fails the test with everything the program said, unless the exit code is the expected one.</summary>
    public Outcome Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}, expected {exitCode}\n--- output\n{Output}\n--- errors\n{Errors}");
        return this;
    }
}
