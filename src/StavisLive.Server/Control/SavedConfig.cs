using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Editing;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Media;
using StavisLive.Server.Json;

namespace StavisLive.Server.Control;

/// <summary>The configuration file that the program was started with, as far as changes are saved to it.</summary>
/// <param name="path">The file; null where there is none.</param>
/// <param name="log">Told what could not be saved.</param>
internal sealed partial class SavedConfig(string? path, ILogger<SavedConfig> log)
{
    // Not everything can be told beforehand: of a file that is mounted by itself none can take the place.
    private volatile bool _canSave = path is not null && ConfigFileEditor.CanSave(path);

    /// <summary>Whether there is one that can be written.</summary>
    public bool CanSave => _canSave;

    /// <summary>Saves a source's zones.</summary>
    /// <returns>Whether the file holds them now; not where it does not name the source, or cannot be written.</returns>
    /// <exception cref="ConfigException">Something is wrong with it, or would be.</exception>
    public Task<bool> SaveZonesAsync(string source, IReadOnlyList<ZoneConfig> zones, CancellationToken cancellationToken) =>
        SaveAsync(source, "zones", [.. zones.Select(ToNode)], cancellationToken);

    /// <summary>Saves a source's masks.</summary>
    /// <returns>Whether the file holds them now; not where it does not name the source, or cannot be written.</returns>
    /// <exception cref="ConfigException">Something is wrong with it, or would be.</exception>
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
        try
        {
            await ConfigFileEditor.SaveAsync(path, text => ConfigEditor.Set(text.Span, $"{section}.{key}", value), cancellationToken).ConfigureAwait(false);
            return _canSave = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What fails once, as on a full disk, is to be tried again: held and not saved, it would be gone with the next change that is.
            if (ConfigFileEditor.CanSave(path)) throw new ConfigException($"The configuration {path} cannot be changed now: {e.Message}");
            LogNotSaved(log, key, source, path, e.Message);
            return _canSave = false;
        }
    }

    // The command line may have put another source in the place of the file's, and others may have been added while it runs.
    private string? SectionOf(string source)
    {
        var config = ConfigFile.Load(path!);
        var index = config.Streams().Index().Where(stream => stream.Item.Name == source).Select(stream => (int?)stream.Index).FirstOrDefault();
        return index is null ? null : config.Sources.Count > 0 ? $"sources[{index}].source" : "source";
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The {What:l} of {Source} are not saved, since {File:l} cannot be changed: {Reason:l}")]
    private static partial void LogNotSaved(ILogger log, string what, string source, string file, string reason);
}
