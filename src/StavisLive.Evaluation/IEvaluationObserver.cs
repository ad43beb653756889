using StavisLive.Core.Sessions;
using StavisLive.Core.Sources;
using StavisLive.Evaluation.Clips;
using StavisLive.Evaluation.Scoring;

namespace StavisLive.Evaluation;

/// <summary>Is told how an evaluation goes, one clip after the other.</summary>
public interface IEvaluationObserver
{
    /// <summary>A clip is next.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="number">Which, from 1.</param>
    /// <param name="count">How many there are.</param>
    void ClipBegins(EvaluationClip clip, int number, int count);

    /// <summary>Its session is about to run; what comes back is disposed when it has ended.</summary>
    IAsyncDisposable Watch(StreamSession session);

    /// <summary>A frame was scored; on the session's own thread.</summary>
    void Scored(ScoredFrame frame);

    /// <summary>The clip has ended, and none of its frames was scored: it is too short, or nobody looked at it.</summary>
    void NothingScored(EvaluationClip clip);

    /// <summary>The clip, or a part of it, could not be read.</summary>
    void Unread(SourceException cause);
}
