namespace StavisLive.Core.Configuration.Publishing;

/// <summary>What kinds of events there are: their names in feeds and in <see cref="WebhookConfig.Events"/>.</summary>
public static class EventKind
{
    /// <summary>The peak has come into a zone.</summary>
    public const string ZoneEntered = "zone-entered";

    /// <summary>The peak has left a zone; the event tells how long it was there.</summary>
    public const string ZoneLeft = "zone-left";

    /// <summary>The peak has stayed in a zone for as long as that one's dwell asks for.</summary>
    public const string ZoneDwell = "zone-dwell";

    /// <summary>Attention has spread suddenly.</summary>
    public const string Spread = "spread";

    /// <summary>Audio has come back.</summary>
    public const string AudioFound = "audio-found";

    /// <summary>Audio has fallen silent or gone missing.</summary>
    public const string AudioLost = "audio-lost";

    /// <summary>A source is in another state.</summary>
    public const string SourceState = "source-state";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [ZoneEntered, ZoneLeft, ZoneDwell, Spread, AudioFound, AudioLost, SourceState];
}
