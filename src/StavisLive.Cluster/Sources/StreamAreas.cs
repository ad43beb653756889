using System.Text.Json;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Media;

namespace StavisLive.Cluster.Sources;

/// <summary>What is drawn on a source, as the wall tells nodes, as JSON: of what runs nowhere nobody else can.</summary>
/// <param name="Region">What of the whole frame is watched; null: all of it.</param>
/// <param name="Zones">Its zones.</param>
/// <param name="Masks">What is hidden, each by its corners.</param>
internal sealed record StreamAreas(FrameArea? Region, IReadOnlyList<ZoneConfig> Zones, IReadOnlyList<IReadOnlyList<FramePoint>> Masks)
{
    /// <summary>Writes a source's.</summary>
    public static byte[] Write(SourceConfig source) => JsonSerializer.SerializeToUtf8Bytes(
        new StreamAreas(source.Region, source.Zones, [.. source.Masks.Select(mask => mask.Corners)]), SourceReports.Options);

    /// <summary>Reads them; null where they are not told, or of a version that this one doesn't understand.</summary>
    public static StreamAreas? Read(byte[]? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize<StreamAreas>(text, SourceReports.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
