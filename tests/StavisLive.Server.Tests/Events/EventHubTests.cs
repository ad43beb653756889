using Microsoft.Extensions.Time.Testing;
using StavisLive.Server.Events;

namespace StavisLive.Server.Tests.Events;

public sealed class EventHubTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly EventHub _hub;

    public EventHubTests() => _hub = new EventHub(_time);

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

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Subscribe_AfterANumberOfAnEarlierRun_GetsAllOfThisOne(int hours)
    {
        _time.Advance(TimeSpan.FromDays(1));
        var earlier = new EventHub(_time);
        Publish(earlier, "spread", "spread");
        var known = earlier.Recent(1)[0].Id;
        // The clock may also have been set back.
        var later = new EventHub(new FakeTimeProvider(_time.GetUtcNow().AddHours(hours)));
        Publish(later, "zone-entered", "spread", "zone-left");

        using var subscription = later.Subscribe(10, known);

        Assert.Equal(later.Recent(10).Select(happened => happened.Id), Read(subscription));
        Assert.Equal(3, later.Recent(10).Count);
    }

    private static List<long> Read(EventSubscription subscription)
    {
        var numbers = new List<long>();
        while (subscription.TryRead(out var happened)) numbers.Add(happened.Id);
        return numbers;
    }

    private void Publish(params string[] kinds) => Publish(_hub, kinds);

    private static void Publish(EventHub hub, params string[] kinds)
    {
        foreach (var kind in kinds) hub.Publish(new AttentionEvent { Kind = kind, Source = "hall", At = default });
    }
}
