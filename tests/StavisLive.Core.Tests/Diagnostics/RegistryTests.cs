using StavisLive.Core.Diagnostics;

namespace StavisLive.Core.Tests.Diagnostics;

public sealed class RegistryTests
{
    [Fact]
    public void Leave_OneOfTwoThatAreEqual_LeavesTheOther()
    {
        var registry = new Registry<string>();
        var (one, other) = (new string('a', 3), new string('a', 3));
        var place = registry.Enter(one);
        registry.Enter(other);

        place.Dispose();
        place.Dispose();

        Assert.Same(other, Assert.Single(registry.Entries));
    }

    [Fact]
    public void Enter_ManyAtOnce_KeepsEach()
    {
        var registry = new Registry<object>();

        Parallel.For(0, 1000, _ =>
        {
            registry.Enter(new object());
            using (registry.Enter(new object())) _ = registry.Entries.Count;
        });

        Assert.Equal(1000, registry.Entries.Count);
    }
}
