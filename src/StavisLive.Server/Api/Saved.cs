using System.Text.Json.Serialization;

namespace StavisLive.Server.Api;

/// <summary>How long a change lasts.</summary>
/// <param name="IsSaved">Whether the configuration file, or the cluster, holds it now; else until the program ends.</param>
/// <param name="Tag">What stands for it: a change that is based on it has it as If-Match.</param>
internal sealed record Saved([property: JsonPropertyName("saved")] bool IsSaved, string Tag);
