using StavisLive.Core.Media;
using StavisLive.Core.Synchronization;

namespace StavisLive.Core.Sources;

/// <summary>Where pictures and audio come from: a file, a camera, an address, a built-in scene.</summary>
/// <remarks>
/// Called in this order by one caller: <see cref="OpenAsync"/> once, <see cref="ReadAsync"/> once, then
/// <see cref="IAsyncDisposable.DisposeAsync"/>, which ends child processes and threads before it returns and may be
/// called at any point.
/// </remarks>
public interface ISource : IAsyncDisposable
{
    /// <summary>Short name for people: a file name, an address without its password.</summary>
    string Name { get; }

    /// <summary>Where it tells how it is doing; null for a source whose state is known from its calls.</summary>
    SourceMonitor? Monitor => null;

    /// <summary>Where it tells how its audio lies against its pictures; null where nobody can tell.</summary>
    SyncMonitor? Sync => null;

    /// <summary>Opens the source and finds out what it is.</summary>
    /// <exception cref="SourceException">It cannot be opened; the message names it, where it is and what to do.</exception>
    Task<SourceDescription> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Hands everything over in the order of time and returns at the end of the stream.</summary>
    /// <exception cref="SourceException">The stream broke off or is damaged.</exception>
    Task ReadAsync(IMediaWriter output, CancellationToken cancellationToken);
}
