namespace StavisLive.Server.Api;

/// <summary>How long a change lasts.</summary>
/// <param name="IsSaved">Whether the configuration file holds it now; else until the program ends.</param>
internal sealed record Saved([property: System.Text.Json.Serialization.JsonPropertyName("saved")] bool IsSaved);
