using System.Collections.Concurrent;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Events.Mqtt;

/// <summary>Machines of a cluster that tell one broker of their sources under the same topics.</summary>
public sealed class MqttClusterTests
{
    private const string Root = "home/stavis live";
    private const string State = $"{Root}/hall/state";
    private const string Config = "homeassistant/sensor/home_2f_stavis_20_live/hall_fps/config";

    private readonly ConcurrentDictionary<string, bool> _cluster = new() { ["hall"] = true, ["übersicht-2"] = true };

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
        _cluster.TryRemove("hall", out _);
        await observer.UntilAsync(State, text => text.Length == 0);
        await observer.UntilAsync(Config, text => text.Length == 0);

        async Task<string> ConfigAsync(string machine)
        {
            await observer.UntilAsync(Config, text => text.Contains($"available/{machine}"));
            return observer.Newest(Config)!;
        }
    }

    private MqttFixture Machine(Mosquitto broker, string name) => new($"mqtt://127.0.0.1:{broker.Port}", beginTime: TimeSpan.Zero, machine: name, hasCluster: _cluster.ContainsKey);

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
