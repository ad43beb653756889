using StavisLive.Core.Media;

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

    /// <summary>A capability of this source, or of the one that it wraps, such as <see cref="IReportsState"/>; null where it has none.</summary>
    TCapability? Find<TCapability>() where TCapability : class => this as TCapability;

    /// <summary>Opens the source and finds out what it is.</summary>
    /// <exception cref="SourceException">It cannot be opened; the message names it, where it is and what to do.</exception>
    Task<SourceDescription> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Hands everything over in the order of time and returns at the end of the stream.</summary>
    /// <exception cref="SourceException">The stream broke off or is damaged.</exception>
    Task ReadAsync(IMediaWriter output, CancellationToken cancellationToken);
}
