using StavisLive.Core.Inference;
using StavisLive.Core.Sources;
using StavisLive.Evaluation.Datasets.Published;
using StavisLive.Evaluation.Metrics;
using StavisLive.Evaluation.Networks;
using StavisLive.Evaluation.Protocols;
using StavisLive.Evaluation.Scoring;
using StavisLive.Evaluation.Sets;
using StavisLive.Evaluation.Tests.Running;

namespace StavisLive.Evaluation.Tests;

public sealed class SetEvaluationTests(ToyDatabase toy) : IClassFixture<ToyDatabase>, IDisposable
{
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("stavis-set-");
    private readonly RecordingObserver _observer = new();

    public void Dispose() => _scratch.Delete(recursive: true);

    [Fact]
    public async Task RunAsync_ClipThatCannotBeRead_CostsNoOtherItsScoresAndIsTold()
    {
        var result = await EvaluateAsync(Damaged("v1"));

        Assert.Equal("v2", Assert.Single(result.Predictors[0].Rows).Name);
        Assert.Contains("img_00001.jpg", Assert.Single(result.Unread));
        Assert.Equal(["v1: 1 of 2", result.Unread[0], "v2: 2 of 2"], _observer.Told);
    }

    [Fact]
    public async Task RunAsync_NothingThatCanBeRead_IsAFailure()
    {
        var failure = await Assert.ThrowsAsync<SourceException>(() => EvaluateAsync(Damaged("v1", "v2")));

        Assert.Matches("^Nothing of .* could be scored\\. .*v1.*img_00001\\.jpg", failure.Message);
        Assert.Equal(4, _observer.Told.Count);
    }

    private EvaluationSet Damaged(params string[] videos)
    {
        var root = toy.CopyTo(Path.Combine(_scratch.FullName, "set"));
        foreach (var frame in videos.SelectMany(video => Directory.GetFiles(Path.Combine(root, "video_frames", "TOY", video)))) File.WriteAllText(frame, "no picture");
        var list = Path.Combine(root, Path.GetFileName(toy.List));
        return PublishedSet.Open(PublishedFolders.Of(root, list), list, trainingList: null, lastIsSilent: false);
    }

    private async Task<EvaluationResult> EvaluateAsync(EvaluationSet set)
    {
        var protocol = EvaluationProtocol.All["plain"];
        await using var scheduler = new InferenceScheduler(() => new BrightSpotPredictor(), TimeProvider.System);
        scheduler.Start();
        var scorer = new FrameScorer(protocol, [new EvaluatedNetwork("network", scheduler)], [], new MapScorer());
        return await new SetEvaluation(protocol, scorer, TimeProvider.System).RunAsync(set, _observer, TestContext.Current.CancellationToken);
    }
}
