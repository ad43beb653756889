using StavisLive.Integration.Tests.Running;

namespace StavisLive.Integration.Tests.Commands;

/// <summary><c>evaluate scenes</c>: whether a network looks at what sounds, as a user asks.</summary>
public sealed class EvaluateScenesTests
{
    [Fact]
    public async Task Scenes_Interrupted_ExitsWith130AndSaysNothingMore()
    {
        await using var run = StavisProgram.Start("evaluate", "scenes", "--weights", TestWeights.Path, "--count", "100000");
        await run.UntilAsync(() => run.Errors.Contains("ResNet-10", StringComparison.Ordinal));

        run.Signal("INT");
        var outcome = (await run.WaitAsync()).Expect(130);

        Assert.DoesNotContain("failure", outcome.Errors);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public async Task Scenes_NoneAskedFor_IsWrongUsage(int count)
    {
        var outcome = (await StavisProgram.RunAsync("evaluate", "scenes", "--weights", "none.pth", "--count", $"{count}")).Expect(2);

        Assert.Contains($"--count must be 1 or more, not {count}.", outcome.Errors);
    }
}
