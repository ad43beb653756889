using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;

namespace StavisLive.Server.Sources;

/// <summary>Is told everything about one run of one stream, in order, by one caller. Must not wait: what takes time goes into a queue.</summary>
internal interface IStreamObserver : IDisposable
{
    /// <summary>A map was published. Borrows the result.</summary>
    void OnResult(SaliencyResult result, AttentionSample sample);

    /// <summary>The source is in another state, or in the same one for another reason.</summary>
    void OnState(SourceStateChange change);

    /// <summary>The audio has fallen silent, gone missing or come back.</summary>
    void OnAudio(AudioChange change);
}
