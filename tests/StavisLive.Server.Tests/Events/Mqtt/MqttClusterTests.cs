using StavisLive.Server.Sources;
using StavisLive.Server.Tests.Sources.Remote;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Events.Mqtt;

/// <summary>Machines of a cluster that tell one broker of their sources under the same topics.</summary>
public sealed class MqttClusterTests
{
    private const string Root = "home/stavis live";
    private const string State = $"{Root}/hall/state";
    private const string Config = "homeassistant/sensor/home_2f_stavis_20_live/hall_fps/config";

    private static readonly Uri Somewhere = new("http://somewhere/");

    private readonly TestCluster _cluster = new();

    public MqttClusterTests()
    {
        foreach (var source in new[] { "hall", "übersicht-2" }) _cluster.Put(source, Somewhere);
    }

    [Fact]
    public async Task Source_ThatMoves_IsNeverTakenAwayBeforeTheClusterForgetsIt()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var observer = await MqttObserver.StartAsync(broker.Port);
        await using var north = Machine(broker, "north");
        await using var south = Machine(broker, "south");
        south.Remove(south.Hall);
        MqttFixture.Ask(south.Hall, "gate");
        await north.StartAsync();
        await south.StartAsync();
        await observer.UntilAsync(State, text => text.Contains("door"));
        foreach (var machine in new[] { "north", "south" }) await observer.UntilAsync($"{Root}/available/{machine}", text => text == "online");
        Assert.Contains("available/north", await ConfigAsync("north"));

        north.Remove(north.Hall);
        south.Add(south.Hall);
        await observer.UntilAsync(State, text => text.Contains("gate"));
        Assert.Contains("available/south", await ConfigAsync("south"));
        await LookAsync(north, observer);

        south.Remove(south.Hall);
        north.Add(north.Hall);
        await observer.UntilAsync(State, text => text.Contains("door"));
        Assert.Contains("available/north", await ConfigAsync("north"));
        await LookAsync(south, observer);
        Assert.DoesNotContain((State, ""), observer.Messages);
        Assert.DoesNotContain((Config, ""), observer.Messages);

        north.Remove(north.Hall);
        _cluster.Remove("hall");
        await observer.UntilAsync(State, text => text.Length == 0);
        await observer.UntilAsync(Config, text => text.Length == 0);

        async Task<string> ConfigAsync(string machine)
        {
            await observer.UntilAsync(Config, text => text.Contains($"available/{machine}"));
            return observer.Newest(Config)!;
        }
    }

    [Fact]
    public async Task Source_ThatNoMachineRunsAnyMore_IsToldSoByTheLastOne()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var observer = await MqttObserver.StartAsync(broker.Port);
        await using var north = Machine(broker, "north");
        north.Hall.ZoneTimes = new Dictionary<string, ZoneTime> { ["door"] = new(1, true) };
        await north.StartAsync();
        await observer.UntilAsync(State, text => text.Contains("\"door\":true"));

        north.Remove(north.Hall);
        _cluster.Rest("hall", "paused");

        await observer.UntilAsync(State, text => text.Contains("\"paused\"") && !text.Contains("door"));
        Assert.DoesNotContain((Config, ""), observer.Messages);
        // It runs elsewhere, and rests again.
        _cluster.Put("hall", Somewhere);
        await LookAsync(north, observer);
        await observer.KeepAsync(State, "another machine's");
        _cluster.Rest("hall", "waiting");
        await observer.UntilAsync(State, text => text.Contains("\"waiting\""));
    }

    [Fact]
    public async Task Start_AnEarlierRunHasLeftWhatTheClusterLacks_IsTakenAwayButNothingOfOthers()
    {
        const string Cellar = "homeassistant/sensor/home_2f_stavis_20_live/cellar_fps/config";
        const string Gate = "homeassistant/binary_sensor/home_2f_stavis_20_live/hall_zone_gate/config";
        await using var broker = await Mosquitto.StartAsync();
        await using var observer = await MqttObserver.StartAsync(broker.Port);
        foreach (var topic in new[] { $"{Root}/cellar/state", Cellar, $"{Root}/roof/state", Gate }) await observer.KeepAsync(topic, "{}");
        await observer.KeepAsync($"{Root}/available/state", "online");
        _cluster.Put("roof", Somewhere);
        _cluster.IsKnown = false;
        await using var north = Machine(broker, "north");
        await north.StartAsync();
        await observer.UntilAsync(State, text => text.Contains("door"));
        await LookAsync(north, observer);
        Assert.Equal("{}", observer.Newest(Cellar));

        _cluster.IsKnown = true;

        await observer.UntilAsync(Cellar, text => text.Length == 0);
        await observer.UntilAsync($"{Root}/cellar/state", text => text.Length == 0);
        // Of a zone that it has no more.
        await observer.UntilAsync(Gate, text => text.Length == 0);
        Assert.Equal("{}", observer.Newest($"{Root}/roof/state"));
        Assert.Equal("online", observer.Newest($"{Root}/available/state"));
    }

    private MqttFixture Machine(Mosquitto broker, string name) => new($"mqtt://127.0.0.1:{broker.Port}", beginTime: TimeSpan.Zero, machine: name, cluster: _cluster);

    // After every event it looks at its sources: when the second one comes it has.
    private static async Task LookAsync(MqttFixture machine, MqttObserver observer)
    {
        var before = observer.Messages.Count(message => message.Topic == $"{Root}/hall/event");
        for (var time = 1; time <= 2; time++)
        {
            machine.Publish("zone-entered");
            await Eventually.HoldsAsync(() => observer.Messages.Count(message => message.Topic == $"{Root}/hall/event") == before + time);
        }
    }
}
