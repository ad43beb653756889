using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Media;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Control;

/// <summary>What operators change: which sources there are, whether they run, and their zones and masks.</summary>
/// <remarks>
/// Every source is called by its id; who asks has seen to it that the caller may see it. All of it throws a <see cref="ControlException"/>
/// where it cannot be done, of the kind <see cref="RefusalKind.Unknown"/> where there is no such source.
/// </remarks>
internal interface ISourceControl
{
    /// <summary>Whether changes can be saved: not where there is no file, or one that cannot be written.</summary>
    bool CanSave { get; }

    /// <summary>Adds a source, and begins to watch it.</summary>
    /// <returns>What is told of it.</returns>
    Task<SourceReport> AddAsync(NewSource source, string caller, CancellationToken cancellationToken);

    /// <summary>Ends a source, and forgets it; one that cannot close its outputs is there until it has.</summary>
    Task RemoveAsync(string id, string caller, CancellationToken cancellationToken);

    /// <summary>Ends a source's stream, and keeps the source. Without effect where it is paused already; refused where it is removed.</summary>
    Task PauseAsync(string id, string caller, CancellationToken cancellationToken);

    /// <summary>Watches a paused source again, or one that has ended. Without effect where it runs; refused while it closes its outputs.</summary>
    Task ResumeAsync(string id, string caller, CancellationToken cancellationToken);

    /// <summary>Gives a source other zones; its stream goes on.</summary>
    /// <returns>Whether they are saved, too.</returns>
    Task<bool> SetZonesAsync(string id, AreaChange<ZoneConfig> zones, string caller, CancellationToken cancellationToken);

    /// <summary>Hides other parts of a source's frames; its stream begins anew, so that no frame shows what is to be hidden.</summary>
    /// <returns>Whether they are saved, too.</returns>
    Task<bool> SetMasksAsync(string id, AreaChange<FrameMask> masks, string caller, CancellationToken cancellationToken);
}
