using StavisLive.Core.Configuration;
using StavisLive.Core.Media;

namespace StavisLive.Server.Control;

/// <summary>The configuration file that the program was started with, as far as changes are saved to it.</summary>
/// <param name="path">The file; null where there is none.</param>
internal sealed class SavedConfig(string? path)
{
    /// <summary>Whether there is one.</summary>
    public bool IsThere => path is not null;

    /// <summary>Saves a source's zones.</summary>
    /// <returns>Whether the file holds them now.</returns>
    public Task<bool> SaveZonesAsync(string source, IReadOnlyList<ZoneConfig> zones, CancellationToken cancellationToken) 
    {
        _ = (source, zones, cancellationToken);
        return Task.FromResult(false);
    }

    /// <summary>Saves a source's masks.</summary>
    /// <returns>Whether the file holds them now.</returns>
    public Task<bool> SaveMasksAsync(string source, IReadOnlyList<FrameMask> masks, CancellationToken cancellationToken) 
    {
        _ = (source, masks, cancellationToken);
        return Task.FromResult(false);
    }
}
