using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using StavisLive.Server.Events.Mqtt;
using StavisLive.Server.Json;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Tests.Events.Mqtt;

/// <summary>What Home Assistant is told, held to what it does with that: its templates are Jinja's.</summary>
public sealed partial class HomeAssistantTests
{
    private const string Templates = """
        import json, sys, jinja2
        for template, message in json.load(sys.stdin):
            print(jinja2.Template(template).render(value_json=json.loads(message)))
        """;

    [Fact]
    public async Task Discovery_EveryEntity_IsCompleteAndGetsItsValues()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var publisher = new MqttFixture($"mqtt://127.0.0.1:{broker.Port}", pictures: new TestPictures("JPEG"u8.ToArray()));
        publisher.Hall.ZoneTimes = new Dictionary<string, ZoneTime> { ["front mat"] = new(1, true) };
        await publisher.StartAsync();
        await using var observer = await MqttObserver.StartAsync(broker.Port);
        await observer.UntilAsync("home/stavis live/übersicht-2/stats", text => text.Length > 0);
        var entities = observer.Messages.Where(message => message.Topic.StartsWith("homeassistant/", StringComparison.Ordinal))
            .Select(message => (message.Topic, Config: JsonSerializer.Deserialize<JsonElement>(message.Text))).ToList();
        // Ten of the hall, eight of the other, which has no zones.
        Assert.Equal(18, entities.Count);
        Assert.Equal(18, entities.Select(entity => Text(entity.Config, "unique_id")).Distinct().Count());

        foreach (var (topic, config) in entities)
        {
            var component = ConfigTopic().Match(topic).Groups[1].Value;
            Assert.Equal("home/stavis live/available", Text(config, "availability_topic"));
            Assert.NotEqual("", Text(config, "name"));
            var device = config.GetProperty("device");
            Assert.Equal((1, "StavisLive", "synthetic"), (device.GetProperty("identifiers").GetArrayLength(), Text(device, "manufacturer"), Text(device, "model")));
            Assert.Contains(Text(device, "name"), new[] { "hall", "Übersicht 2" });
            Assert.Equal("StavisLive", Text(config.GetProperty("origin"), "name"));
            string[] needed = component == "image" ? ["image_topic", "content_type"] : ["state_topic", "value_template"];
            Assert.All(needed, key => Assert.NotEqual("", Text(config, key)));
            if (component != "image") Assert.NotNull(observer.Newest(Text(config, needed[0])));
        }

        var hall = entities.Where(entity => entity.Topic.Contains("/hall_") && !entity.Topic.Contains("/image/")).ToList();
        var values = await RenderAsync(hall.Select(entity => (Text(entity.Config, "value_template"), observer.Newest(Text(entity.Config, "state_topic"))!)));
        var shown = hall.Zip(values).ToDictionary(pair => Text(pair.First.Config, "name"), pair => pair.Second);
        Assert.Equal(new Dictionary<string, string>
        {
            ["State"] = "paused", ["Frame rate"] = "0", ["Map rate"] = "0", ["Capture to map"] = "None", ["Spread of attention"] = "9.5",
            ["Audio level"] = "None", ["Audio"] = "ON", ["door"] = "OFF", ["front mat"] = "ON",
        }, shown);

        publisher.GoLive();
        foreach (var (_, config) in entities.Where(entity => entity.Topic.Contains("/image/"))) await observer.UntilAsync(Text(config, "image_topic"), text => text == "JPEG");
    }

    [Fact]
    public async Task Discovery_LatencySensor_GetsThe95thPercentile()
    {
        var discovery = new HomeAssistantDiscovery(new MqttTopics("home", "homeassistant"), hasPictures: false);
        var sensor = JsonSerializer.Deserialize<JsonElement>(
            discovery.Of(MqttStatsTests.Report).Single(message => message.Topic.EndsWith("/hall_latency/config", StringComparison.Ordinal)).Message);
        var stats = JsonSerializer.Serialize(MqttStats.Of(MqttStatsTests.Report, DateTimeOffset.UnixEpoch), ServerJson.Options);

        Assert.Equal(["47.5"], await RenderAsync([(Text(sensor, "value_template"), stats)]));
    }

    [Fact]
    public async Task Discovery_StateSensor_KnowsEveryState()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var publisher = new MqttFixture($"mqtt://127.0.0.1:{broker.Port}");
        await publisher.StartAsync();
        await using var observer = await MqttObserver.StartAsync(broker.Port);
        var sensor = await observer.JsonAsync("homeassistant/sensor/home_2f_stavis_20_live/hall_state/config");
        var words = Enum.GetNames<Core.Sources.SourceState>().Select(name => name.ToLowerInvariant()).Concat(["starting", "paused", "waiting"]);
        Assert.Equal(words.Order(), sensor.GetProperty("options").EnumerateArray().Select(option => option.GetString()).Order());
        Assert.Equal("enum", Text(sensor, "device_class"));
        Assert.DoesNotContain(observer.Messages, message => message.Topic.Contains("/image/"));
    }

    [Fact]
    public void Discovery_AskedAgain_IsMadeAnewOnlyOfWhatIsAnother()
    {
        var discovery = new HomeAssistantDiscovery(new MqttTopics("home", "homeassistant"), hasPictures: false);
        using var source = new WatchedSource("hall", "hall", 0, TimeProvider.System);
        MqttFixture.Ask(source, "door");
        var before = discovery.Of(source.Report());
        source.ZoneTimes = new Dictionary<string, ZoneTime> { ["door"] = new(1, true) };

        Assert.Same(before, discovery.Of(source.Report()));
        MqttFixture.Ask(source, "door", "gate");
        var after = discovery.Of(source.Report());
        Assert.Equal(before.Count + 1, after.Count);
        Assert.Equal(before.Select(message => message.Topic), after.Select(message => message.Topic).Take(before.Count));
    }

    private static string Text(JsonElement config, string key) => config.GetProperty(key).GetString() ?? "";

    private static async Task<string[]> RenderAsync(IEnumerable<(string Template, string Message)> pairs)
    {
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", Templates]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await python.StandardInput.WriteAsync(JsonSerializer.Serialize(pairs.Select(pair => new[] { pair.Template, pair.Message })));
        python.StandardInput.Close();
        var lines = await python.StandardOutput.ReadToEndAsync();
        await python.WaitForExitAsync();
        return lines.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    // All that Home Assistant takes for one.
    [GeneratedRegex("^homeassistant/(sensor|binary_sensor|image)/[A-Za-z0-9_-]+/[A-Za-z0-9_-]+/config$")]
    private static partial Regex ConfigTopic();
}
