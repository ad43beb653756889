namespace StavisLive.Server.Events.Detection;

/// <summary>Something that attention did in a zone.</summary>
/// <param name="Kind">What: <c>zone-entered</c>, <c>zone-left</c> or <c>zone-dwell</c>.</param>
/// <param name="Zone">Name of the zone.</param>
/// <param name="Seconds">How long it has been there, or was; null where it has only come.</param>
internal readonly record struct ZoneChange(string Kind, string Zone, double? Seconds);
