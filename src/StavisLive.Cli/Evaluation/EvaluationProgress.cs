using Microsoft.Extensions.Logging;
using StavisLive.Cli.Running;
using StavisLive.Core.Sessions;
using StavisLive.Core.Sources;
using StavisLive.Evaluation;
using StavisLive.Evaluation.Clips;
using StavisLive.Evaluation.Reports;
using StavisLive.Evaluation.Scoring;

namespace StavisLive.Cli.Evaluation;

/// <summary>Shows how an evaluation goes, and keeps its frames for the report where one was asked for.</summary>
internal sealed partial class EvaluationProgress(PictureReport? report, ILogger log, TimeProvider time) : IEvaluationObserver
{
    /// <inheritdoc />
    public void ClipBegins(EvaluationClip clip, int number, int count) => LogClip(log, clip.Name, number, count);

    /// <inheritdoc />
    public IAsyncDisposable Watch(StreamSession session) => new Progress(() => [session.Status()], time);

    /// <inheritdoc />
    public void Scored(ScoredFrame frame) => report?.Add(frame);

    /// <inheritdoc />
    public void NothingScored(EvaluationClip clip) => LogNothing(log, clip.Name);

    /// <inheritdoc />
    public void Unread(SourceException cause) => LogUnread(log, cause.Message);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Clip:l} ({Number} of {Count})")]
    private static partial void LogClip(ILogger log, string clip, int number, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Left out of the scores: {Problem:l}")]
    private static partial void LogUnread(ILogger log, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Clip:l} has no frame that could be scored: it is too short, or nobody looked at it")]
    private static partial void LogNothing(ILogger log, string clip);
}
