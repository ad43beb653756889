using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Evaluation.Clips;
using StavisLive.Evaluation.Networks;

namespace StavisLive.Evaluation.Scoring;

/// <summary>Scores the maps of one clip as they come.</summary>
internal sealed class ScoringSink(EvaluationClip clip, NetworkPanel panel, FrameScorer scorer, Action<ScoredFrame> onScored) : ISink
{
    private MediaTime? _first;

    /// <inheritdoc />
    public string Name => "scores";

    /// <inheritdoc />
    public bool NeedsPicture => true;

    /// <summary>Frames scored.</summary>
    public long Scored { get; private set; }

    /// <inheritdoc />
    public Task OpenAsync(SourceDescription source, CancellationToken cancellationToken)
    {
        clip.Begin(source);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(SaliencyResult result, CancellationToken cancellationToken)
    {
        _first ??= result.PresentationTime;
        // Frames that a protocol makes no map for come with their neighbour's.
        if (result.State == MapState.Stale) return default;
        var picture = result.Picture!;
        if (clip.TruthOf(result.FrameIndex, (result.PresentationTime - _first.Value).Seconds, picture) is not { } truth) return default;
        try
        {
            var scores = scorer.Score(picture, panel.MapsFor(result.MapSlot), truth, result.Audio == AudioState.Present);
            Scored++;
            onScored(new ScoredFrame(result.FrameIndex, picture, result.Map, truth, scores));
            return default;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{truth.Row}, frame {result.FrameIndex} cannot be scored: {e.Message}", e);
        }
    }

    /// <inheritdoc />
    public Task CompleteAsync(RunSummary summary, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        clip.End();
        return default;
    }
}
