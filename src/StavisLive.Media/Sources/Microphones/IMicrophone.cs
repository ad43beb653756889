using StavisLive.Core.Sources;

namespace StavisLive.Media.Sources.Microphones;

/// <summary>A microphone: mono samples as they are heard.</summary>
/// <remarks>
/// Called in this order by one caller: <see cref="OpenAsync"/> once, <see cref="ListenAsync"/> once, then
/// <see cref="IAsyncDisposable.DisposeAsync"/>, which may be called at any point and ends the microphone's thread.
/// </remarks>
public interface IMicrophone : IAsyncDisposable
{
    /// <summary>What it was asked for as; once open, what it turned out to be.</summary>
    string Name { get; }

    /// <summary>Opens it.</summary>
    /// <exception cref="SourceException">It cannot be opened; the message lists what was found instead.</exception>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Hands over what is heard until cancelled. It never ends of its own accord.</summary>
    /// <exception cref="SourceException">The microphone went away.</exception>
    Task ListenAsync(AudioHandler heard, CancellationToken cancellationToken);
}
