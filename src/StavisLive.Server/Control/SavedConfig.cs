using System.Text.Json;
using System.Text.Json.Nodes;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Editing;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Media;
using StavisLive.Server.Json;

namespace StavisLive.Server.Control;

/// <summary>The configuration file that the program was started with, as far as changes are saved to it.</summary>
/// <param name="path">The file; null where there is none.</param>
internal sealed class SavedConfig(string? path)
{
    /// <summary>Whether there is one.</summary>
    public bool IsThere => path is not null;

    /// <summary>Saves a source's zones.</summary>
    /// <returns>Whether the file holds them now; not where it does not name the source.</returns>
    /// <exception cref="ConfigException">It cannot be changed.</exception>
    public Task<bool> SaveZonesAsync(string source, IReadOnlyList<ZoneConfig> zones, CancellationToken cancellationToken) =>
        SaveAsync(source, "zones", [.. zones.Select(ToNode)], cancellationToken);

    /// <summary>Saves a source's masks.</summary>
    /// <returns>Whether the file holds them now; not where it does not name the source.</returns>
    /// <exception cref="ConfigException">It cannot be changed.</exception>
    public Task<bool> SaveMasksAsync(string source, IReadOnlyList<FrameMask> masks, CancellationToken cancellationToken) =>
        SaveAsync(source, "masks", [.. masks.Select(mask => new JsonObject { ["polygon"] = Node(mask.Polygon) })], cancellationToken);

    private static JsonObject ToNode(ZoneConfig zone)
    {
        var node = new JsonObject { ["name"] = zone.Name, ["corners"] = Node(zone.Corners) };
        if (zone.Dwell is { } seconds) node["dwell"] = seconds;
        return node;
    }

    private static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, ServerJson.Options);

    private async Task<bool> SaveAsync(string source, string key, JsonArray value, CancellationToken cancellationToken)
    {
        if (path is null || SectionOf(source) is not { } section) return false;
        await ConfigFileEditor.SaveAsync(path, text => ConfigEditor.Set(text.Span, $"{section}.{key}", value), cancellationToken).ConfigureAwait(false);
        return true;
    }

    // The command line may have put another source in the place of the file's, and others may have been added while it runs.
    private string? SectionOf(string source)
    {
        var config = ConfigFile.Load(path!);
        var index = config.Streams().Index().Where(stream => stream.Item.Name == source).Select(stream => (int?)stream.Index).FirstOrDefault();
        return index is null ? null : config.Sources.Count > 0 ? $"sources[{index}].source" : "source";
    }
}
