using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Editing;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Media;
using StavisLive.Server.Json;

namespace StavisLive.Server.Control;

/// <summary>The configuration file that the program was started with, as far as changes are saved to it.</summary>
/// <param name="path">The file; null where there is none.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told what could not be saved.</param>
internal sealed partial class SavedConfig(string? path, TimeProvider time, ILogger<SavedConfig> log)
{
    // Far more than a small file takes. What takes longer may take for ever, as on a server of files that is gone, and other
    // changes are not to wait for it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // What nothing interrupts may still hang: nothing else is to hang beside it. Who saves waits for each other.
    private Task _saving = Task.CompletedTask;

    // Not everything can be told beforehand: of a file that is mounted by itself none can take the place.
    private volatile bool _canSave = path is not null && ConfigFileEditor.CanSave(path);

    /// <summary>Whether there is one that can be written.</summary>
    public bool CanSave => _canSave;

    /// <summary>Saves a source's zones.</summary>
    /// <returns>Whether the file holds them now; not where it does not name the source, or cannot be written.</returns>
    /// <exception cref="ConfigException">Something is wrong with it, or would be.</exception>
    /// <exception cref="ControlException">It cannot be changed now, and may be later.</exception>
    public Task<bool> SaveZonesAsync(string source, IReadOnlyList<ZoneConfig> zones, CancellationToken cancellationToken) =>
        SaveInTimeAsync(source, "zones", [.. zones.Select(ToNode)], cancellationToken);

    /// <summary>Saves a source's masks.</summary>
    /// <returns>Whether the file holds them now; not where it does not name the source, or cannot be written.</returns>
    /// <exception cref="ConfigException">Something is wrong with it, or would be.</exception>
    /// <exception cref="ControlException">It cannot be changed now, and may be later.</exception>
    public Task<bool> SaveMasksAsync(string source, IReadOnlyList<FrameMask> masks, CancellationToken cancellationToken) =>
        SaveInTimeAsync(source, "masks", [.. masks.Select(mask => new JsonObject { ["polygon"] = Node(mask.Polygon) })], cancellationToken);

    private static JsonObject ToNode(ZoneConfig zone)
    {
        var node = new JsonObject { ["name"] = zone.Name, ["corners"] = Node(zone.Corners) };
        if (zone.Dwell is { } seconds) node["dwell"] = seconds;
        return node;
    }

    private static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, ServerJson.Options);

    private async Task<bool> SaveInTimeAsync(string source, string key, JsonArray value, CancellationToken cancellationToken)
    {
        if (path is null) return false;
        if (!_saving.IsCompleted) throw TakesTooLong();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Files are opened by calls that block and that nothing interrupts.
        var saving = Task.Run(() => SaveAsync(path, source, key, value, limit.Token), CancellationToken.None);
        _saving = saving;
        try
        {
            return await saving.WaitAsync(Patience, time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // What is refused is not to be saved later, over what others have saved by then; only what hangs in the file's very
            // replacement cannot be held back any more.
            await limit.CancelAsync().ConfigureAwait(false);
            throw TakesTooLong();
        }
    }

    private ControlException TakesTooLong() => NotNow($"reading or writing it takes more than {Patience.TotalSeconds} s.");

    private ControlException NotNow(string reason) => new($"The configuration {path} cannot be changed now: {reason}", RefusalKind.NotNow);

    private async Task<bool> SaveAsync(string path, string source, string key, JsonArray value, CancellationToken cancellationToken)
    {
        var isNamed = false;
        try
        {
            await ConfigFileEditor.SaveAsync(path, text =>
            {
                // In the text that is edited: sources may have changed places in an earlier one.
                var section = SectionOf(path, text.Span, source);
                isNamed = section is not null;
                return isNamed ? ConfigEditor.Set(text.Span, $"{section}.{key}", value) : text.ToArray();
            }, cancellationToken).ConfigureAwait(false);
            if (isNamed) _canSave = true;
            return isNamed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What fails once, as on a full disk, is to be tried again: held and not saved, it would be gone with the next change that is.
            // So is what some editors take away for a moment.
            if (ConfigFileEditor.CanSave(path) || !File.Exists(path)) throw NotNow(e.Message);
            LogNotSaved(log, key, source, path, e.Message);
            return _canSave = false;
        }
    }

    // The command line may have put another source in the place of the file's, and others may have been added while it runs.
    private static string? SectionOf(string path, ReadOnlySpan<byte> text, string source)
    {
        var config = ConfigFile.Parse(path, text);
        var index = config.Streams().Index().Where(stream => stream.Item.Name == source).Select(stream => (int?)stream.Index).FirstOrDefault();
        return index is null ? null : config.Sources.Count > 0 ? $"sources[{index}].source" : "source";
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The {What:l} of {Source} are not saved, since {File:l} cannot be changed: {Reason:l}")]
    private static partial void LogNotSaved(ILogger log, string what, string source, string file, string reason);
}
