using System.Text.Json;

namespace StavisLive.Server.Json;

/// <summary>How everything that leaves the server as JSON is written.</summary>
internal static class ServerJson
{
    /// <summary>Names in camel case, places as <c>[x, y]</c>, times in UTC with a Z.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { Converters = { new UtcTimeConverter() } };
}
