using StavisLive.Server.Events;

namespace StavisLive.Server.Tests.Events;

public sealed class EventHubTests
{
    private readonly EventHub _hub = new();

    [Fact]
    public void Subscribe_Kinds_GetsNoOthersAndLosesNoneToThem()
    {
        using var doors = _hub.Subscribe(2, kinds: ["zone-entered"]);
        Publish("zone-entered", "spread", "spread", "spread", "zone-entered");
        Assert.Equal([1, 5], Read(doors));
        Assert.Equal(0, doors.Skipped);
    }

    [Fact]
    public void Publish_NobodyReads_NewestWinAndTheLossIsCounted()
    {
        using var slow = _hub.Subscribe(2);
        Publish("spread", "spread", "spread", "spread", "spread");
        Assert.Equal([4, 5], Read(slow));
        Assert.Equal(3, slow.Skipped);
    }

    [Fact]
    public async Task Dispose_SomebodyWaits_WaitsNoMore()
    {
        var subscription = _hub.Subscribe(2);
        var waiting = subscription.WaitToReadAsync(CancellationToken.None);
        subscription.Dispose();
        Assert.False(await waiting);
        Assert.Equal(0, _hub.SubscriptionCount);
    }

    private static List<long> Read(EventSubscription subscription)
    {
        var numbers = new List<long>();
        while (subscription.TryRead(out var happened)) numbers.Add(happened.Id);
        return numbers;
    }

    private void Publish(params string[] kinds)
    {
        foreach (var kind in kinds) _hub.Publish(new AttentionEvent { Kind = kind, Source = "hall", At = default });
    }
}
