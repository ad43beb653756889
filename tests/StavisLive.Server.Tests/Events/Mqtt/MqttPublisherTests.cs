using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using StavisLive.Server.Sources;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Events.Mqtt;

public sealed class MqttPublisherTests
{
    private const string Root = "home/stavis live";

    // A broker is waited for for ten seconds; what waits for none takes as long as a busy machine makes it.
    private static readonly TimeSpan WithoutWaiting = TimeSpan.FromSeconds(9);

    [Fact]
    public async Task Start_BrokerIsThere_IsToldAvailabilityStatesAndStats()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var publisher = new MqttFixture($"mqtt://127.0.0.1:{broker.Port}");
        await publisher.StartAsync();
        await using var observer = await MqttObserver.StartAsync(broker.Port);
        await observer.UntilAsync($"{Root}/available", text => text == "online");
        Assert.Equal(
            """{"name":"hall","state":"paused","reason":null,"audio":"present","zones":{"door":false,"front mat":false}}""",
            (await observer.JsonAsync($"{Root}/hall/state")).GetRawText());
        Assert.Equal("paused", (await observer.JsonAsync($"{Root}/übersicht-2/state")).GetProperty("state").GetString());
        var stats = await observer.JsonAsync($"{Root}/hall/stats");
        Assert.Equal((9.5, "[0.25,0.5]"), (stats.GetProperty("entropy").GetDouble(), stats.GetProperty("peak").GetRawText()));
        Assert.Equal(
            ["at", "fps", "mapsPerSecond", "captureToMapP50", "captureToMapP95", "entropy", "peak", "audioLevel", "skips"],
            stats.EnumerateObject().Select(property => property.Name));
        Assert.Equal([$"Information The MQTT broker mqtt://127.0.0.1:{broker.Port} is told everything"], publisher.Log.Lines);
    }

    [Fact]
    public async Task Publish_Event_ComesAtOnceAndTheStateWithIt()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var publisher = new MqttFixture($"mqtt://127.0.0.1:{broker.Port}");
        await publisher.StartAsync();
        await using var observer = await MqttObserver.StartAsync(broker.Port);
        await observer.UntilAsync($"{Root}/available", text => text == "online");
        publisher.Hall.ZoneTimes = new Dictionary<string, ZoneTime> { ["front mat"] = new(1, true) };
        publisher.Publish("zone-entered");
        var happened = await observer.JsonAsync($"{Root}/hall/event");
        Assert.Equal(("zone-entered", "hall", "door"), (happened.GetProperty("kind").GetString(), happened.GetProperty("source").GetString(), happened.GetProperty("zone").GetString()));
        await observer.UntilAsync($"{Root}/hall/state", text => text.Contains("""{"door":false,"front mat":true}"""));
    }

    [Fact]
    public async Task Publish_Event_StatesOfOtherSourcesWaitForTheNextLook()
    {
        var time = new FakeTimeProvider();
        await using var broker = await Mosquitto.StartAsync();
        await using var publisher = new MqttFixture($"mqtt://127.0.0.1:{broker.Port}", time: time);
        await publisher.StartAsync();
        await using var observer = await MqttObserver.StartAsync(broker.Port);
        await observer.UntilAsync($"{Root}/available", text => text == "online");
        MqttFixture.Ask(publisher.Hall, "gate");
        MqttFixture.Ask(publisher.Other, "gate");

        // When the second event comes, all is told that the first one changes.
        publisher.Publish("zone-entered");
        await observer.UntilAsync($"{Root}/hall/state", text => text.Contains("gate"));
        publisher.Publish("zone-left");
        await observer.UntilAsync($"{Root}/hall/event", text => text.Contains("zone-left"));

        Assert.DoesNotContain("gate", observer.Newest($"{Root}/übersicht-2/state")!);
        time.Advance(TimeSpan.FromSeconds(1));
        await observer.UntilAsync($"{Root}/übersicht-2/state", text => text.Contains("gate"));
    }

    [Fact]
    public async Task Start_Pictures_ArePublishedAndAFailureIsToldOnce()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var observer = await MqttObserver.StartAsync(broker.Port);
        await using (var publisher = new MqttFixture($"mqtt://127.0.0.1:{broker.Port}", pictures: new TestPictures("JPEG"u8.ToArray())))
        {
            publisher.GoLive();
            await publisher.StartAsync();
            await observer.UntilAsync($"{Root}/hall/image", text => text == "JPEG");
        }
        await using (var publisher = new MqttFixture($"mqtt://127.0.0.1:{broker.Port}", pictures: new TestPictures(null)))
        {
            publisher.GoLive();
            var before = observer.Messages.Count(message => message.Topic == $"{Root}/hall/stats");
            await publisher.StartAsync();
            await Eventually.HoldsAsync(() => observer.Messages.Count(message => message.Topic == $"{Root}/hall/stats") >= before + 3);
            Assert.Equal(2, publisher.Warnings.Count);
            Assert.StartsWith("Warning No picture of hall", publisher.Warnings[0]);
        }
    }

    [Fact]
    public async Task Start_Pictures_AreAskedForAllAtOnceAndOnlyOfWhatIsLive()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var observer = await MqttObserver.StartAsync(broker.Port);
        var pictures = new MeetingPictures(2);
        await using var publisher = new MqttFixture($"mqtt://127.0.0.1:{broker.Port}", pictures: pictures);
        await publisher.StartAsync();
        await Eventually.HoldsAsync(() => observer.Messages.Count(message => message.Topic == $"{Root}/hall/stats") >= 2);
        Assert.Equal(0, pictures.Asked);
        publisher.GoLive();
        await observer.UntilAsync($"{Root}/hall/image", text => text == "JPEG");
        await observer.UntilAsync($"{Root}/übersicht-2/image", text => text == "JPEG");
    }

    [Fact]
    public async Task Remove_SourceOrZone_IsTakenAwayAtTheBroker()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var publisher = new MqttFixture($"mqtt://127.0.0.1:{broker.Port}");
        await publisher.StartAsync();
        await using var observer = await MqttObserver.StartAsync(broker.Port);
        await observer.UntilAsync($"{Root}/available", text => text == "online");
        var mat = observer.Messages.Single(message => message.Topic.Contains("_mat/config")).Topic;
        var door = observer.Messages.Single(message => message.Topic.Contains("zone_door/config")).Topic;

        MqttFixture.Ask(publisher.Hall, "door");
        await observer.UntilAsync(mat, text => text.Length == 0);
        Assert.NotEqual("", observer.Newest(door));
        publisher.Remove(publisher.Hall);
        var hers = observer.Messages.Select(message => message.Topic).Where(topic => topic.Contains("hall") && !topic.EndsWith("/stats", StringComparison.Ordinal)).Distinct().ToList();
        Assert.Equal(10, hers.Count);
        await Eventually.HoldsAsync(() => hers.TrueForAll(topic => observer.Newest(topic) == ""));

        await publisher.StopAsync();
        await using var late = await MqttObserver.StartAsync(broker.Port);
        await late.UntilAsync($"{Root}/available", text => text == "offline");
        Assert.All(late.Messages, message => Assert.DoesNotContain("hall", message.Topic));
        Assert.Contains(late.Messages, message => message.Topic.StartsWith("homeassistant/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_AnEarlierRunHasLeftSomething_IsTakenAwayButNothingOfOthers()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var observer = await MqttObserver.StartAsync(broker.Port);
        var mine = "homeassistant/binary_sensor/home_2f_stavis_20_live/cellar_zone_door/config";
        await observer.KeepAsync(mine, "{}");
        await observer.KeepAsync($"{Root}/cellar/state", "{}");
        await observer.KeepAsync("homeassistant/binary_sensor/somebody/cellar_zone_door/config", "{}");
        await observer.KeepAsync("home/other/cellar/state", "{}");
        await using var publisher = new MqttFixture($"mqtt://127.0.0.1:{broker.Port}", beginTime: TimeSpan.Zero);
        await publisher.StartAsync();
        await observer.UntilAsync(mine, text => text.Length == 0);
        await observer.UntilAsync($"{Root}/cellar/state", text => text.Length == 0);
        Assert.Equal("{}", observer.Newest("homeassistant/binary_sensor/somebody/cellar_zone_door/config"));
        Assert.Equal("{}", observer.Newest("home/other/cellar/state"));
    }

    [Fact]
    public async Task Publish_BrokerIsKilledAndBack_GetsWhatWaitedAndWhatItKeeps()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var publisher = new MqttFixture($"mqtt://127.0.0.1:{broker.Port}");
        await publisher.StartAsync();
        await Eventually.HoldsAsync(() => publisher.Log.Lines.Count == 1);
        await broker.KillAsync();
        await Eventually.HoldsAsync(() => publisher.Log.Lines.Count == 2);
        publisher.Publish("zone-entered");
        publisher.Publish("zone-left");
        // Some tries in vain, which nobody is told of.
        await Task.Delay(TimeSpan.FromSeconds(3));

        await broker.RestartAsync();
        await using var observer = await MqttObserver.StartAsync(broker.Port);
        await observer.UntilAsync($"{Root}/hall/event", text => text.Contains("zone-left"));
        Assert.Equal(2, observer.Messages.Count(message => message.Topic == $"{Root}/hall/event"));
        await observer.UntilAsync($"{Root}/available", text => text == "online");
        await observer.JsonAsync($"{Root}/hall/state");
        await observer.UntilAsync("homeassistant/sensor/home_2f_stavis_20_live/hall_entropy/config", text => text.Length > 0);
        Assert.Equal(["Information", "Warning", "Information"], publisher.Log.Lines.Select(line => line[..line.IndexOf(' ')]));
        Assert.Contains($"mqtt://127.0.0.1:{broker.Port} is told nothing: ", publisher.Log.Lines[1]);
    }

    [Fact]
    public async Task Publish_MoreThanWaitForABroker_NewestWinAndTheLossIsTold()
    {
        await using var broker = await Mosquitto.StartAsync();
        await broker.KillAsync();
        await using var publisher = new MqttFixture($"mqtt://127.0.0.1:{broker.Port}");
        await publisher.StartAsync();
        await Eventually.HoldsAsync(() => publisher.Log.Lines.Count == 1);
        publisher.Publish("zone-entered", 1500);
        await broker.RestartAsync();
        await using var observer = await MqttObserver.StartAsync(broker.Port);
        await observer.UntilAsync($"{Root}/hall/event", text => text.Contains("\"id\":1500,"));
        Assert.Equal(2, publisher.Warnings.Count);
        Assert.StartsWith("Warning 500 events were lost", publisher.Warnings[1]);
    }

    [Fact]
    public async Task Cut_WithoutAWord_BrokerTellsThatWeAreGone()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var relay = new Relay(broker.Port);
        await using var publisher = new MqttFixture($"mqtt://127.0.0.1:{relay.Port}");
        await using var observer = await MqttObserver.StartAsync(broker.Port);
        await publisher.StartAsync();
        await observer.UntilAsync($"{Root}/available", text => text == "online");
        relay.Cut();
        await Eventually.HoldsAsync(() => observer.Messages.Contains(($"{Root}/available", "offline")));
        // And it comes back by itself.
        await observer.UntilAsync($"{Root}/available", text => text == "online");
        Assert.Equal(["online", "offline", "online"], observer.Messages.Where(message => message.Topic == $"{Root}/available").Select(message => message.Text));
    }

    [Fact]
    public async Task Start_AnEarlierRunIsGivenUpOnlyLater_StaysOnline()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var wire = new Relay(broker.Port);
        await using var observer = await MqttObserver.StartAsync(broker.Port);
        await using var earlier = new MqttFixture($"mqtt://127.0.0.1:{wire.Port}");
        await using var publisher = new MqttFixture($"mqtt://127.0.0.1:{broker.Port}");
        await earlier.StartAsync();
        await observer.UntilAsync($"{Root}/available", text => text == "online");
        await publisher.StartAsync();
        await Eventually.HoldsAsync(() => publisher.Log.Lines.Count == 1);

        // Held as well, so that it does not come back.
        wire.Hold();
        wire.Cut();

        await Eventually.HoldsAsync(() => observer.Messages.Contains(($"{Root}/available", "offline")));
        await observer.UntilAsync($"{Root}/available", text => text == "online");
    }

    [Fact]
    public async Task Stop_AnotherProgramHasTheSameTopic_IsContradictedOnce()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var observer = await MqttObserver.StartAsync(broker.Port);
        await using var first = new MqttFixture($"mqtt://127.0.0.1:{broker.Port}");
        await using var second = new MqttFixture($"mqtt://127.0.0.1:{broker.Port}");
        foreach (var publisher in new[] { first, second })
        {
            await publisher.StartAsync();
            await Eventually.HoldsAsync(() => publisher.Log.Lines.Count == 1);
        }

        await first.StopAsync();

        await Eventually.HoldsAsync(() => observer.Messages.Contains(($"{Root}/available", "offline")));
        await observer.UntilAsync($"{Root}/available", text => text == "online");
        // It looks once a second, as often as it tells its statistics.
        var before = Stats();
        await Eventually.HoldsAsync(() => Stats() >= before + 2);
        Assert.Equal(["online", "online", "offline", "online"], observer.Messages.Where(message => message.Topic == $"{Root}/available").Select(message => message.Text));

        int Stats() => observer.Messages.Count(message => message.Topic == $"{Root}/hall/stats");
    }

    [Fact]
    public async Task Stop_BrokerIsThere_TakesLeave()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var publisher = new MqttFixture($"mqtt://127.0.0.1:{broker.Port}");
        await publisher.StartAsync();
        await using var observer = await MqttObserver.StartAsync(broker.Port);
        await observer.UntilAsync($"{Root}/available", text => text == "online");
        await Eventually.HoldsAsync(() => publisher.Log.Lines.Count == 1);
        await publisher.StopAsync();
        await observer.UntilAsync($"{Root}/available", text => text == "offline");
        Assert.Single(publisher.Log.Lines);
    }

    [Fact]
    public async Task Stop_EventsWait_AreToldOnceEachBeforeTheLeave()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var publisher = new MqttFixture($"mqtt://127.0.0.1:{broker.Port}");
        await publisher.StartAsync();
        await using var observer = await MqttObserver.StartAsync(broker.Port);
        await observer.UntilAsync($"{Root}/available", text => text == "online");
        await Eventually.HoldsAsync(() => publisher.Log.Lines.Count == 1);

        publisher.Publish("zone-left", 100);
        MqttFixture.Ask(publisher.Other, "gate");
        await publisher.StopAsync();

        await observer.UntilAsync($"{Root}/available", text => text == "offline");
        Assert.Equal(100, observer.Messages.Count(message => message.Topic == $"{Root}/hall/event"));
        // What is no event.
        Assert.Contains("gate", observer.Newest($"{Root}/übersicht-2/state"));
        Assert.Empty(publisher.Warnings);
    }

    [Fact]
    public async Task Stop_BrokerIsBack_IsToldWhatWaitedForIt()
    {
        // No wait for it is ever over.
        var time = new FakeTimeProvider();
        await using var broker = await Mosquitto.StartAsync();
        await using var publisher = new MqttFixture($"mqtt://127.0.0.1:{broker.Port}", time: time);
        await publisher.StartAsync();
        await Eventually.HoldsAsync(() => publisher.Log.Lines.Count == 1);
        await broker.KillAsync();
        await Eventually.HoldsAsync(() => publisher.Log.Lines.Count == 2);
        publisher.Publish("zone-left", 3);
        await broker.RestartAsync();
        await using var observer = await MqttObserver.StartAsync(broker.Port);

        await publisher.StopAsync();

        await observer.UntilAsync($"{Root}/available", text => text == "offline");
        Assert.Equal(3, observer.Messages.Count(message => message.Topic == $"{Root}/hall/event"));
        Assert.Single(publisher.Warnings);
    }

    [Fact]
    public async Task Stop_BrokerIsAway_TellsOfHowManyEventsItWasNotTold()
    {
        await using var broker = await Mosquitto.StartAsync();
        await broker.KillAsync();
        await using var publisher = new MqttFixture($"mqtt://127.0.0.1:{broker.Port}");
        await publisher.StartAsync();
        await Eventually.HoldsAsync(() => publisher.Log.Lines.Count == 1);
        publisher.Publish("zone-left", 3);
        await publisher.StopAsync();
        Assert.Equal($"Warning The MQTT broker mqtt://127.0.0.1:{broker.Port} was not told of 3 events before the program ended", publisher.Warnings[^1]);
        Assert.Equal(2, publisher.Warnings.Count);
    }

    [Fact]
    public async Task Hold_BrokerHangs_HoldsNothingUpAndEndsSoon()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var relay = new Relay(broker.Port);
        await using var publisher = new MqttFixture($"mqtt://127.0.0.1:{relay.Port}");
        await publisher.StartAsync();
        await Eventually.HoldsAsync(() => publisher.Log.Lines.Count == 1);
        relay.Hold();
        var clock = Stopwatch.StartNew();
        publisher.Publish("zone-entered", 10_000);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, WithoutWaiting);
        clock.Restart();
        await publisher.StopAsync();
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, WithoutWaiting);
    }

    [Fact]
    public async Task Start_NobodyAnswers_IsToldOnceAndEndsAtOnce()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        await using var publisher = new MqttFixture($"mqtt://127.0.0.1:{((IPEndPoint)mute.LocalEndpoint).Port}");
        await publisher.StartAsync();
        await Eventually.HoldsAsync(() => publisher.Log.Lines.Count == 1);
        Assert.Contains("it has not answered for 10 s", publisher.Log.Lines[0]);
        await publisher.StopAsync().WaitAsync(WithoutWaiting);
        Assert.Equal(0, publisher.Events.SubscriptionCount);
    }
}
