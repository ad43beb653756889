using StavisLive.Core.Sessions;
using StavisLive.Core.Sources;
using StavisLive.Evaluation.Clips;
using StavisLive.Evaluation.Reports;
using StavisLive.Evaluation.Scoring;

namespace StavisLive.Evaluation.Tests.Running;

/// <summary>Keeps what it is told of an evaluation, and hands frames to a report.</summary>
internal sealed class RecordingObserver(PictureReport? report = null) : IEvaluationObserver
{
    public List<string> Told { get; } = [];

    public void ClipBegins(EvaluationClip clip, int number, int count) => Told.Add($"{clip.Name}: {number} of {count}");

    public IAsyncDisposable Watch(StreamSession session) => new Unwatched();

    public void Scored(ScoredFrame frame) => report?.Add(frame);

    public void NothingScored(EvaluationClip clip) => Told.Add($"{clip.Name}: nothing");

    public void Unread(SourceException cause) => Told.Add(cause.Message);
}
