using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Sessions;
using StavisLive.Core.Sources;
using StavisLive.Core.Windowing;
using StavisLive.Evaluation.Clips;
using StavisLive.Evaluation.Networks;
using StavisLive.Evaluation.Protocols;
using StavisLive.Evaluation.Scoring;

namespace StavisLive.Evaluation;

/// <summary>Runs a clip through the program's own pipeline, offline, and scores what comes out.</summary>
/// <param name="protocol">Which windows the networks see.</param>
/// <param name="scorer">Has the networks, scores and keeps the scores; borrowed.</param>
/// <param name="time">Clock of the durations.</param>
internal sealed class ClipEvaluation(EvaluationProtocol protocol, FrameScorer scorer, TimeProvider time)
{
    /// <summary>Runs one clip.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="observer">Told of its session and of every scored frame.</param>
    /// <param name="cancellationToken">Stops between two frames.</param>
    /// <returns>Frames scored; 0 for a clip that is too short, or that nobody looked at.</returns>
    /// <exception cref="SourceException">The clip cannot be read.</exception>
    /// <exception cref="InvalidDataException">Its annotations cannot.</exception>
    public async Task<long> RunAsync(EvaluationClip clip, IEvaluationObserver observer, CancellationToken cancellationToken)
    {
        using var panel = new NetworkPanel(scorer.Networks);
        var sink = new ScoringSink(clip, panel, scorer, observer.Scored);
        // What fails is told by exception, once.
        await using var session = new StreamSession(
            new SessionOptions { Name = clip.Name, Assembler = protocol.Assembler },
            clip.CreateSource(time), [sink], panel, new FramePreprocessor(), time, NullLogger.Instance);
        SessionOutcome outcome;
        await using (observer.Watch(session)) outcome = await session.RunAsync(cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (outcome.SinkFailures.Values.FirstOrDefault() is { } failure) throw Explained(failure, clip);
        if (outcome.SourceFailure is { } sourceFailure) throw Explained(sourceFailure, clip);
        return sink.Scored;
    }

    private static Exception Explained(Exception cause, EvaluationClip clip) => cause is SourceException or InvalidDataException or IOException
        ? cause
        : new InvalidOperationException($"{clip.Name} could not be evaluated.", cause);
}
