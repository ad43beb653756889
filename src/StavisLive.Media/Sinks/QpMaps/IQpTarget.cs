using StavisLive.Core.Sinks;

namespace StavisLive.Media.Sinks.QpMaps;

/// <summary>Where records of QP maps go.</summary>
internal interface IQpTarget : IAsyncDisposable
{
    /// <summary>Makes sure that it can be written to.</summary>
    /// <param name="isLive">Whether records come as they happen, and nobody waits.</param>
    /// <param name="cancellationToken">Ends waiting for somebody who reads.</param>
    /// <exception cref="SinkException">It cannot.</exception>
    Task OpenAsync(bool isLive, CancellationToken cancellationToken);

    /// <summary>Takes a record, which it may keep.</summary>
    /// <param name="record">The record.</param>
    /// <param name="count">How often it comes, one after the other.</param>
    /// <exception cref="SinkException">It cannot be written.</exception>
    ValueTask WriteAsync(byte[] record, long count);
}
