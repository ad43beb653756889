using StavisLive.Core.Media;

namespace StavisLive.Core.Pipeline;

/// <summary>The network as the pipeline sees it: windows in, maps out.</summary>
/// <remarks>
/// One thread makes, uses and disposes it. It may keep what a stream's next window shares with its last, by
/// <see cref="NetworkWindow.StreamId"/> and <see cref="NetworkWindow.PictureIds"/>.
/// </remarks>
public interface ISaliencyPredictor : IDisposable
{
    /// <summary>Whether it listens; if not, windows need no sound.</summary>
    bool UsesSound { get; }

    /// <summary>Most windows that are worth computing together; 1 where a window costs no less in company.</summary>
    int BatchSize { get; }

    /// <summary>Computes the maps of up to <see cref="BatchSize"/> windows, each of another stream.</summary>
    /// <param name="windows">Borrowed.</param>
    /// <param name="maps">As many; filled.</param>
    void Predict(ReadOnlySpan<NetworkWindow> windows, ReadOnlySpan<SaliencyMap> maps);

    /// <summary>A stream has ended: frees what is kept for it.</summary>
    void Forget(int streamId);
}
