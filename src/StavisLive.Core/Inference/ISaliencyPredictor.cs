using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Core.Inference;

/// <summary>The network as the pipeline sees it: windows in, maps out.</summary>
/// <remarks>
/// It may keep what a stream's next window shares with its last, by <see cref="NetworkWindow.StreamId"/> and
/// <see cref="NetworkWindow.PictureIds"/>. Up to <see cref="Concurrency"/> threads predict at once, but no two are in the part of
/// <see cref="Predict"/> before its hand-over, and none while it is made, forgets a stream or is disposed.
/// </remarks>
public interface ISaliencyPredictor : IDisposable
{
    /// <summary>Whether it listens; if not, windows need no audio.</summary>
    bool UsesAudio { get; }

    /// <summary>Whether it computes on CUDA now; any thread may ask. Where such a device fails, the processor may go on in its place.</summary>
    bool UsesCuda => false;

    /// <summary>Most windows that are worth computing together; 1 where a window costs no less in company.</summary>
    int BatchSize { get; }

    /// <summary>Calls of <see cref="Predict"/> that are worth having under way at once.</summary>
    int Concurrency { get; }

    /// <summary>Computes the maps of up to <see cref="BatchSize"/> windows, each of another stream.</summary>
    /// <param name="windows">Borrowed.</param>
    /// <param name="maps">As many; filled.</param>
    /// <param name="handOver">Called at most once, as soon as another thread may begin its call.</param>
    void Predict(ReadOnlySpan<NetworkWindow> windows, ReadOnlySpan<SaliencyMap> maps, Action handOver);

    /// <summary>A stream has ended: frees what is kept for it.</summary>
    void Forget(int streamId);
}
