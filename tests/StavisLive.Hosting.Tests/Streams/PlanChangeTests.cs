using StavisLive.Core.Configuration;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Streams;

namespace StavisLive.Hosting.Tests.Streams;

public sealed class PlanChangeTests
{
    [Fact]
    public void Between_AddedRemovedAndChanged_LeavesTheOthersAlone()
    {
        var change = PlanChange.Between(Plans(("kept", 25), ("gone", 25), ("changed", 25)), Plans(("new", 25), ("changed", 20), ("kept", 25)));

        Assert.Equal(["gone", "changed"], change.Stopped);
        Assert.Equal(["new", "changed"], change.Started.Select(plan => plan.StreamName));
        Assert.Equal(20, change.Started[1].Config.Window.Fps);
    }

    [Fact]
    public void Between_OtherOrder_IsNoChange()
    {
        var change = PlanChange.Between(Plans(("a", 25), ("b", 20)), Plans(("b", 20), ("a", 25)));

        Assert.Empty(change.Stopped);
        Assert.Empty(change.Started);
    }

    private static IReadOnlyList<StreamPlan> Plans(params (string Name, double Fps)[] streams) => HostPlan.Of(new StavisConfig
    {
        Sources =
        [
            .. streams.Select(stream => new StreamConfig
            {
                Name = stream.Name, Source = new() { Synthetic = true }, Window = new() { Fps = stream.Fps }, Outputs = new() { Display = false },
            }),
        ],
    }).Streams;
}
