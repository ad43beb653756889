using System.Text.Json;
using System.Text.Json.Serialization;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Events.Mqtt;

/// <summary>What Home Assistant is told so that it shows sources by itself: each is a device, with sensors, its zones and its picture.</summary>
/// <remarks>Used by one caller at a time.</remarks>
/// <param name="topics">Where everything is published.</param>
/// <param name="hasPictures">Whether pictures are.</param>
internal sealed class HomeAssistantDiscovery(MqttTopics topics, bool hasPictures)
{
    private const string Program = "StavisLive";
    private const string Measurement = "measurement";
    private const string Diagnostic = "diagnostic";

    private static readonly string[] States = ["starting", "connecting", "warming", "live", "stalled", "reconnecting", "failed", "ended", "paused", "waiting"];

    private static readonly HomeAssistantOrigin Origin = new(Program, typeof(HomeAssistantDiscovery).Assembly.GetName().Version!.ToString(3));

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    // By the source's id: it changes far less often than somebody asks.
    private readonly Dictionary<string, Made> _made = [];

    /// <summary>Messages of a source, each with its topic; the same ones as long as nothing in them changes.</summary>
    public IReadOnlyList<(string Topic, byte[] Message)> Of(SourceReport source)
    {
        var key = (source.Name, source.Kind, source.ZonesTag);
        if (!_made.TryGetValue(source.Id, out var made) || made.Key != key) _made[source.Id] = made = new Made(key, [.. Make(source)]);
        return made.Messages;
    }

    /// <summary>There are no other sources than these any more.</summary>
    public void ForgetOthers(IReadOnlySet<string> sources)
    {
        foreach (var gone in _made.Keys.Where(id => !sources.Contains(id)).ToList()) _made.Remove(gone);
    }

    private IEnumerable<(string Topic, byte[] Message)> Make(SourceReport source)
    {
        var (state, stats) = (topics.State(source.Id), topics.Stats(source.Id));
        yield return Sensor("state", "State", state, "state", sensor => sensor with { DeviceClass = "enum", Options = States, EntityCategory = Diagnostic });
        yield return Sensor("fps", "Frame rate", stats, "fps", sensor => Curve(sensor, "fps") with { EntityCategory = Diagnostic });
        yield return Sensor("maps", "Map rate", stats, "mapsPerSecond", sensor => Curve(sensor, "maps/s") with { EntityCategory = Diagnostic });
        yield return Sensor("latency", "Capture to map", stats, "captureToMapP95",
            sensor => Curve(sensor, "ms") with { DeviceClass = "duration", SuggestedDisplayPrecision = 0, EntityCategory = Diagnostic });
        yield return Sensor("entropy", "Spread of attention", stats, "entropy", sensor => Curve(sensor, "bit"));
        yield return Sensor("level", "Audio level", stats, "audioLevel", sensor => Curve(sensor, "dBFS"));
        yield return Message("binary_sensor", "audio", "Audio", entity => entity with
        {
            StateTopic = state, ValueTemplate = OnWhere("value_json.audio == 'present'"), DeviceClass = "sound",
        });
        foreach (var zone in source.Zones)
        {
            // Names of zones hold no quotes.
            yield return Message("binary_sensor", "zone_" + MqttTopics.Plain(zone.Name), zone.Name, entity => entity with
            {
                StateTopic = state, ValueTemplate = OnWhere($"value_json.zones['{zone.Name}']"), DeviceClass = "occupancy",
            });
        }
        if (hasPictures)
        {
            yield return Message("image", "image", "Picture", entity => entity with { ImageTopic = topics.Image(source.Id), ContentType = "image/jpeg" });
        }

        (string, byte[]) Sensor(string key, string name, string topic, string field, Func<HomeAssistantEntity, HomeAssistantEntity> complete) =>
            Message("sensor", key, name, entity => complete(entity with { StateTopic = topic, ValueTemplate = $"{{{{ value_json.{field} }}}}" }));

        (string, byte[]) Message(string component, string key, string name, Func<HomeAssistantEntity, HomeAssistantEntity> complete)
        {
            var device = MqttTopics.Plain(source.Id);
            var entity = complete(new HomeAssistantEntity
            {
                Name = name,
                UniqueId = $"{topics.Node}_{device}_{key}",
                AvailabilityTopic = topics.Available,
                Device = new HomeAssistantDevice([$"{topics.Node}_{device}"], source.Name, Program, source.Kind),
                Origin = Origin,
            });
            return (topics.Config(component, $"{device}_{key}"), JsonSerializer.SerializeToUtf8Bytes(entity, Json));
        }
    }

    private static HomeAssistantEntity Curve(HomeAssistantEntity sensor, string unit) =>
        sensor with { StateClass = Measurement, UnitOfMeasurement = unit, SuggestedDisplayPrecision = 1 };

    private static string OnWhere(string condition) => $"{{{{ 'ON' if {condition} else 'OFF' }}}}";

    private sealed record Made((string Name, string Kind, string? ZonesTag) Key, IReadOnlyList<(string Topic, byte[] Message)> Messages);
}
