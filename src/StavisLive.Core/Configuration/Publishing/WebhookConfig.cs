using StavisLive.Core.Media;

namespace StavisLive.Core.Configuration.Publishing;

/// <summary>An address that is called (POST, JSON) with each event.</summary>
public sealed record WebhookConfig
{
    /// <summary>The address, http or https.</summary>
    public string Url { get; init; } = "";

    /// <summary>What calls are signed with (HMAC-SHA256), at least 16 letters; null, the default: they are not.</summary>
    public string? Secret { get; init; }

    /// <summary>Kinds of events that it is called with, such as <c>zone-entered</c>; empty, the default: all.</summary>
    public ValueList<string> Events { get; init; } = [];
}
