using StavisLive.Core.Sources;

namespace StavisLive.Core.Sinks;

/// <summary>Where maps go: an overlay video, files, metrics, a window.</summary>
/// <remarks>
/// Called by one caller, never concurrently: <see cref="OpenAsync"/>, any number of writes, <see cref="CompleteAsync"/>,
/// then <see cref="IAsyncDisposable.DisposeAsync"/>. After an interruption <see cref="CompleteAsync"/> is called as
/// well, so that files are closed properly; after an error only <see cref="IAsyncDisposable.DisposeAsync"/> is, which
/// then still leaves a readable file where the format allows it. Exceptions are let out: whoever runs the sink counts
/// and reports them.
/// </remarks>
public interface ISink : IAsyncDisposable
{
    /// <summary>Short name for people and metrics: <c>overlay</c>, <c>maps</c>, ...</summary>
    string Name { get; }

    /// <summary>Whether results must carry the picture.</summary>
    bool NeedsPicture { get; }

    /// <summary>Creates files, windows, encoders.</summary>
    /// <exception cref="SinkException">It cannot be opened.</exception>
    Task OpenAsync(SourceDescription source, CancellationToken cancellationToken);

    /// <summary>Takes one result. Borrows it: what is kept longer than the call must be shared or copied.</summary>
    ValueTask WriteAsync(SaliencyResult result, CancellationToken cancellationToken);

    /// <summary>Closes what was written so that it can be used.</summary>
    Task CompleteAsync(RunSummary summary, CancellationToken cancellationToken);
}
