using StavisLive.Cli.Running;

namespace StavisLive.Cli.Tests.Running;

public sealed class OpenDisplaysTests
{
    private readonly OpenDisplays _displays = new();

    [Fact]
    public void IsLastClosed_OneAfterTheOther_IsWithTheLast()
    {
        Assert.False(_displays.IsLastClosed([false, false]));
        Assert.False(_displays.IsLastClosed([true, false]));
        Assert.True(_displays.IsLastClosed([true, true]));
    }

    [Fact]
    public void IsLastClosed_StreamOfTheOpenOneEnds_LeavesTheOthersAlone()
    {
        Assert.False(_displays.IsLastClosed([true, false]));
        Assert.False(_displays.IsLastClosed([true]));
    }

    [Fact]
    public void IsLastClosed_NoDisplays_IsNot() => Assert.False(_displays.IsLastClosed([]));
}
