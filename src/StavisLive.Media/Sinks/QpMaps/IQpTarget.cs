using StavisLive.Core.Sinks;

namespace StavisLive.Media.Sinks.QpMaps;

/// <summary>Where records of QP maps go.</summary>
internal interface IQpTarget : IAsyncDisposable
{
    /// <summary>Makes sure that it can be written to.</summary>
    /// <param name="isLive">Whether records come as they happen, and nobody waits.</param>
    /// <exception cref="SinkException">It cannot.</exception>
    void Open(bool isLive);

    /// <summary>Takes a record, which it may keep.</summary>
    /// <exception cref="SinkException">It cannot be written.</exception>
    ValueTask WriteAsync(byte[] record, CancellationToken cancellationToken);
}
