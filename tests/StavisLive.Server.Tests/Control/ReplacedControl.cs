using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Media;
using StavisLive.Server.Control;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Tests.Control;

/// <summary>A control that is somebody else's: it notes what is asked for, and knows one source.</summary>
internal sealed class ReplacedControl(string known) : ISourceControl
{
    private readonly List<string> _asked = [];

    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (_asked) return [.. _asked];
        }
    }

    public bool CanSave => true;

    public Task<SourceReport> AddAsync(NewSource source, string caller, CancellationToken cancellationToken)
    {
        lock (_asked) _asked.Add($"add {source.Name}");
        return Task.FromResult(new SourceReport { Id = source.Name, Name = source.Name, Kind = "synthetic", State = "starting", Since = DateTimeOffset.UnixEpoch, Audio = "missing" });
    }

    public Task RemoveAsync(string id, string caller, CancellationToken cancellationToken) => NoteAsync("remove", id);

    public Task PauseAsync(string id, string caller, CancellationToken cancellationToken) => NoteAsync("pause", id);

    public Task ResumeAsync(string id, string caller, CancellationToken cancellationToken) => NoteAsync("resume", id);

    public Task<bool> SetZonesAsync(string id, AreaChange<ZoneConfig> zones, string caller, CancellationToken cancellationToken) => NoteAsync($"zones {zones.Areas.Count}", id);

    public Task<bool> SetMasksAsync(string id, AreaChange<FrameMask> masks, string caller, CancellationToken cancellationToken) => NoteAsync($"masks {masks.Areas.Count}", id);

    private Task<bool> NoteAsync(string what, string id)
    {
        if (id != known) throw new ControlException($"There is no source \"{id}\".", RefusalKind.Unknown);
        lock (_asked) _asked.Add($"{what} {id}");
        return Task.FromResult(true);
    }
}
