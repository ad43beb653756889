using StavisLive.Core.Media;

namespace StavisLive.Core.Pipeline;

/// <summary>The network as the pipeline sees it: a window in, a map out.</summary>
/// <remarks>One thread makes, uses and disposes it.</remarks>
public interface ISaliencyPredictor : IDisposable
{
    /// <summary>Whether it listens; if not, windows need no sound.</summary>
    bool UsesSound { get; }

    /// <summary>Computes the map of one window. Borrows the window and fills <paramref name="map"/>.</summary>
    void Predict(NetworkWindow window, SaliencyMap map);
}
