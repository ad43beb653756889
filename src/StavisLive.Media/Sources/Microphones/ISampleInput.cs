using StavisLive.Core.Sources;

namespace StavisLive.Media.Sources.Microphones;

/// <summary>An open device whose reads block. Used by one thread, which disposes it.</summary>
internal interface ISampleInput : IDisposable
{
    /// <summary>Waits until all the samples have come.</summary>
    /// <param name="samples">Where they are put.</param>
    /// <param name="cancellationToken">Looked at several times a second: a device may give nothing for ever.</param>
    /// <returns>How old the first of them is now.</returns>
    /// <exception cref="SourceException">The device went away.</exception>
    TimeSpan Read(Span<float> samples, CancellationToken cancellationToken);
}
