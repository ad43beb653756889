namespace StavisLive.Server.Events.Mqtt;

/// <summary>The program that tells Home Assistant of something.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="SwVersion">Its version.</param>
internal sealed record HomeAssistantOrigin(string Name, string SwVersion);
