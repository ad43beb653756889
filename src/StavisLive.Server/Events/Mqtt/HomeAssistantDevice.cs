namespace StavisLive.Server.Events.Mqtt;

/// <summary>A source, as Home Assistant lists devices.</summary>
/// <param name="Identifiers">What it is known by.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Manufacturer">Who makes it.</param>
/// <param name="Model">What it is.</param>
internal sealed record HomeAssistantDevice(IReadOnlyList<string> Identifiers, string Name, string Manufacturer, string Model);
