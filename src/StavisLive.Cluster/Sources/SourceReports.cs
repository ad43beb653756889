using System.Text.Json;
using System.Text.Json.Serialization;
using StavisLive.Server.Json;
using StavisLive.Server.Sources;

namespace StavisLive.Cluster.Sources;

/// <summary>What nodes tell each other of their sources, as JSON.</summary>
internal static class SourceReports
{
    /// <summary>How. A node of a later version may tell more than this one knows.</summary>
    public static readonly JsonSerializerOptions Options = new(ServerJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };

    /// <summary>Writes them.</summary>
    public static byte[] Write(IEnumerable<SourceReport> reports) => JsonSerializer.SerializeToUtf8Bytes(reports, Options);

    /// <summary>Reads them; none where they are of a version that this one doesn't understand.</summary>
    public static IReadOnlyList<SourceReport> Read(byte[] text)
    {
        try
        {
            return JsonSerializer.Deserialize<SourceReport[]>(text, Options) ?? [];
        }
        catch (JsonException)
        {
            // Their places are known all the same.
            return [];
        }
    }
}
