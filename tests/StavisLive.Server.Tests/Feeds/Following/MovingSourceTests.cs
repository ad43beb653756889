using static StavisLive.Server.Tests.Feeds.FeedMessages;

namespace StavisLive.Server.Tests.Feeds.Following;

/// <summary>Who follows a source goes along where it moves, and is told of the hole.</summary>
public sealed class MovingSourceTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Subscription_FromOneMachineToAnother_GoesOnWithOneHole()
    {
        await using var asked = await Machine.StartAsync("asked");
        await using var first = await Machine.StartAsync("first");
        await using var second = await Machine.StartAsync("second");
        await first.BeginAsync("yard", epoch: 4);
        asked.Others.Put("yard", first.Address, epoch: 4);
        using var maps = MapSubscription.To(asked);
        await maps.ReadAsync(5);

        asked.Others.Put("yard", null, epoch: 4);
        await first.Streams.StopAsync("yard");
        await second.BeginAsync("yard", epoch: 5);
        asked.Others.Put("yard", second.Address, epoch: 5);
        var took = await maps.ReadUntilAsync(map => map.Epoch == 5);
        await maps.ReadAsync(5);

        output.WriteLine($"{took.TotalMilliseconds:0} ms from the word that it has moved to its next map");
        Assert.Equal([0, 1], maps.Read.Select(map => map.Holes).Distinct());
        Assert.Equal([4, 5], maps.Read.Select(map => map.Epoch).Distinct());
    }

    [Fact]
    public async Task Subscription_AwayFromThisMachineAndBack_GoesOn()
    {
        await using var asked = await Machine.StartAsync("asked");
        await using var other = await Machine.StartAsync("other");
        await asked.BeginAsync("yard", epoch: 1);
        asked.Others.Put("yard", asked.Address, epoch: 1);
        using var socket = await asked.Server.ConnectAsync();
        await SendAsync(socket, new { type = "subscribe", channel = 1, source = "yard", pictures = true });
        await NextMapAsync(socket);

        asked.Others.Put("yard", null, epoch: 1);
        await asked.Streams.StopAsync("yard");
        await other.BeginAsync("yard", epoch: 2);
        asked.Others.Put("yard", other.Address, epoch: 2);
        Assert.Equal((2, 1), await MovedAsync(2));

        asked.Others.Put("yard", null, epoch: 2);
        await other.Streams.StopAsync("yard");
        await asked.BeginAsync("yard", epoch: 3);
        asked.Others.Put("yard", asked.Address, epoch: 3);
        Assert.Equal((3, 2), await MovedAsync(3));

        async Task<(int Epoch, int Holes)> MovedAsync(int epoch)
        {
            while (true)
            {
                var (header, _, picture) = await NextMapAsync(socket);
                Assert.NotEmpty(picture);
                if (header.GetProperty("epoch").GetInt32() is var now && now >= epoch) return (now, header.GetProperty("holes").GetInt32());
            }
        }
    }

    [Fact]
    public async Task Subscription_MachineIsGone_WaitsAndGoesOnElsewhere()
    {
        await using var asked = await Machine.StartAsync("asked");
        await using var first = await Machine.StartAsync("first");
        await using var second = await Machine.StartAsync("second");
        var wire = new Relay(first.Address.Port);
        await first.BeginAsync("yard", epoch: 1);
        asked.Others.Put("yard", new Uri($"http://127.0.0.1:{wire.Port}"), epoch: 1);
        using var maps = MapSubscription.To(asked);
        await maps.ReadAsync(5);

        // Everything breaks, and nobody answers there any more; the cluster does not know yet.
        await wire.DisposeAsync();
        await second.BeginAsync("yard", epoch: 2);
        await Task.WhenAny(maps.NextAsync(), Task.Delay(TimeSpan.FromSeconds(1)));
        asked.Others.Put("yard", second.Address, epoch: 2);
        var took = await maps.ReadUntilAsync(map => map.Epoch == 2);

        output.WriteLine($"{took.TotalMilliseconds:0} ms from the word that it has moved to its next map");
        Assert.Equal(1, maps.Read[^1].Holes);
    }

    [Fact]
    public async Task Subscription_MachineIsCutOff_GoesOnElsewhereAndHearsNothingOfTheOld()
    {
        await using var asked = await Machine.StartAsync("asked");
        await using var first = await Machine.StartAsync("first");
        await using var second = await Machine.StartAsync("second");
        await using var wire = new Relay(first.Address.Port);
        await first.BeginAsync("yard", epoch: 1);
        asked.Others.Put("yard", new Uri($"http://127.0.0.1:{wire.Port}"), epoch: 1);
        using var maps = MapSubscription.To(asked);
        await maps.ReadAsync(5);

        // Its connections stand, and it goes on watching.
        wire.Hold();
        await second.BeginAsync("yard", epoch: 2);
        asked.Others.Put("yard", second.Address, epoch: 2);
        var took = await maps.ReadUntilAsync(map => map.Epoch == 2);
        output.WriteLine($"{took.TotalMilliseconds:0} ms from the word that it has moved to its next map");

        // Somebody still believes in it.
        asked.Others.Put("yard", first.Address, epoch: 1);
        await Task.WhenAny(maps.NextAsync(), Task.Delay(TimeSpan.FromSeconds(1)));
        asked.Others.Put("yard", second.Address, epoch: 2);
        await maps.ReadAsync(10);

        // In order, which reading has seen to.
        Assert.Equal([1, 2], maps.Read.Select(map => map.Epoch).Distinct());
    }

    [Fact]
    public async Task Subscription_BegunWhileItMoves_WaitsForTheSource()
    {
        await using var asked = await Machine.StartAsync("asked");
        await using var other = await Machine.StartAsync("other");
        asked.Others.Put("yard", null, epoch: 1);
        using var maps = MapSubscription.To(asked);
        var first = maps.NextAsync();
        await other.BeginAsync("yard", epoch: 2);
        Assert.False(first.IsCompleted);

        asked.Others.Put("yard", other.Address, epoch: 2);
        await first;

        Assert.Equal((2, 0), ((int)maps.Read[0].Epoch, maps.Read[0].Holes));
    }

    [Fact]
    public async Task Subscription_SourceRemoved_Ends()
    {
        await using var asked = await Machine.StartAsync("asked");
        await using var other = await Machine.StartAsync("other");
        await other.BeginAsync("yard", epoch: 1);
        asked.Others.Put("yard", other.Address);
        using var socket = await asked.Server.ConnectAsync();
        await SendAsync(socket, new { type = "subscribe", channel = 1, source = "yard" });
        await NextMapAsync(socket);
        using var maps = MapSubscription.To(asked);
        await maps.ReadAsync(1);

        await other.Streams.StopAsync("yard");
        asked.Others.Remove("yard");

        Assert.Equal(1, (await NextTextAsync(socket, "ended")).GetProperty("channel").GetInt32());
        await maps.EndAsync();
    }
}
