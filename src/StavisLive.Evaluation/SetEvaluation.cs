using StavisLive.Core.Sources;
using StavisLive.Evaluation.Protocols;
using StavisLive.Evaluation.Scoring;
using StavisLive.Evaluation.Sets;

namespace StavisLive.Evaluation;

/// <summary>Scores a data set, clip by clip.</summary>
/// <param name="protocol">Which windows the networks see.</param>
/// <param name="scorer">Has the networks, scores and keeps the scores; borrowed.</param>
/// <param name="time">Clock of the durations.</param>
public sealed class SetEvaluation(EvaluationProtocol protocol, FrameScorer scorer, TimeProvider time)
{
    /// <summary>Scores every clip. One that cannot be read, or not to its end, doesn't cost the others their scores.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="observer">Told how it goes.</param>
    /// <param name="stop">Stops between two frames.</param>
    /// <exception cref="SourceException">There is no score at all, because nothing can be read.</exception>
    /// <exception cref="InvalidDataException">The annotations of a clip cannot be read.</exception>
    public async Task<EvaluationResult> RunAsync(EvaluationSet set, IEvaluationObserver observer, CancellationToken stop)
    {
        var evaluation = new ClipEvaluation(protocol, scorer, time);
        var failures = new List<SourceException>();
        foreach (var (index, clip) in set.Clips.Index())
        {
            observer.ClipBegins(clip, index + 1, set.Clips.Count);
            try
            {
                if (await evaluation.RunAsync(clip, observer, stop).ConfigureAwait(false) == 0) observer.NothingScored(clip);
            }
            catch (SourceException e)
            {
                observer.Unread(e);
                failures.Add(e);
            }
        }
        var result = scorer.Result with { Unread = [.. failures.Select(failure => failure.Message)] };
        return result.Frames > 0 || failures.Count == 0
            ? result
            : throw new SourceException($"Nothing of {set.Name} could be scored. {failures[0].Message}", failures[0]);
    }
}
