using System.Text.Json;
using System.Text.Json.Serialization;
using StavisLive.Model.Network;

namespace StavisLive.Model.Checkpoints;

/// <summary>A network's variant as a file's metadata hold it: JSON under one key.</summary>
internal static class VariantMetadata
{
    /// <summary>The key.</summary>
    public const string Key = "stavis.variant";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static string Format(NetworkVariant variant) => JsonSerializer.Serialize(variant, Options);

    /// <summary>The variant that a file states; null if it states none.</summary>
    /// <exception cref="CheckpointException">What it states is no variant.</exception>
    public static NetworkVariant? Of(Checkpoint checkpoint)
    {
        if (!checkpoint.Metadata.TryGetValue(Key, out var text)) return null;
        try
        {
            var variant = JsonSerializer.Deserialize<NetworkVariant>(text, Options) ?? throw new JsonException("null");
            variant.Validate();
            return variant;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new CheckpointException($"{checkpoint.Path} states a variant ({Key}) that does not exist: {text}", e);
        }
    }
}
