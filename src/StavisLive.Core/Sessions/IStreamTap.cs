using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Core.Windowing;

namespace StavisLive.Core.Sessions;

/// <summary>Sees what a stream's windows are made of, in the order in which they are, and what becomes of them.</summary>
/// <remarks>
/// Called by the stream's own stages, from several threads: it must neither wait nor throw. Everything is lent for the call.
/// </remarks>
public interface IStreamTap
{
    /// <summary>The stream begins. Comes first.</summary>
    void Begin(string stream, SourceDescription source, WindowingOptions windowing);

    /// <summary>A frame, the network's picture of it, and the slot that it fell into.</summary>
    void TakeFrame(VideoFrame frame, ReadOnlySpan<byte> picture, long slot);

    /// <summary>Audio, and the number of its first sample on the stream's line.</summary>
    void TakeAudio(AudioBlock block, long firstSample);

    /// <summary>Nothing comes for the moment, and windows run ahead of the frames that they wait for.</summary>
    void TakePause();

    /// <summary>A frame is published with its map.</summary>
    void TakeResult(SaliencyResult result);

    /// <summary>The source's state changes; the first one is the state at the beginning.</summary>
    void TakeState(SourceStateChange change);

    /// <summary>Something of the stream broke that should not have: the run ends.</summary>
    void Fail(Exception cause);
}
