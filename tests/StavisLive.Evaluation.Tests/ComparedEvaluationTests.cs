using StavisLive.Core.Inference;
using StavisLive.Evaluation.Metrics;
using StavisLive.Evaluation.Networks;
using StavisLive.Evaluation.Protocols;
using StavisLive.Evaluation.Reports;
using StavisLive.Evaluation.Scoring;
using StavisLive.Evaluation.Sets;
using StavisLive.Evaluation.Tests.Running;
using StavisLive.Testing;

namespace StavisLive.Evaluation.Tests;

/// <summary>Several networks, with their sound and without it, on the same clips.</summary>
public sealed class ComparedEvaluationTests(ToyDatabase toy) : IClassFixture<ToyDatabase>
{
    private const string OfNetworks = "network - compared";
    private const string OfSound = "what sound adds to network";

    [Theory]
    [InlineData("plain")]
    [InlineData("stavis")]
    public async Task Run_TwoNetworks_EachGetsItsOwnScoresOfTheSameFrames(string protocol)
    {
        var alone = await EvaluateAsync(protocol, new BrightSpotPredictor());
        var other = await EvaluateAsync(protocol, new HearingPredictor());

        var both = await EvaluateAsync(protocol, new BrightSpotPredictor(), new HearingPredictor());

        Assert.Equal(["network", "compared"], both.Predictors.Select(predictor => predictor.Name));
        Assert.Equal(Scores(alone.Predictors[0]), Scores(both.Predictors[0]));
        Assert.Equal(Scores(other.Predictors[0]), Scores(both.Predictors[1]));
        var difference = Assert.Single(both.Differences);
        Assert.Equal(OfNetworks, difference.Name);
        // v1 has sound, where both find what is bright; v2 has none.
        var scores = difference.Of(null);
        Assert.Equal(2, scores.Rows);
        Assert.Equal(0, scores.Low[Metric.Cc]);
        Assert.True(scores.High[Metric.Cc] > 0.9);
        Assert.Equal(scores.High[Metric.Cc] / 2, scores.Mean[Metric.Cc], 1e-12);
    }

    [Fact]
    public async Task Run_SameNetworkTwice_DiffersInNothing()
    {
        var result = await EvaluateAsync("plain", new BrightSpotPredictor(), new BrightSpotPredictor());

        var scores = Assert.Single(result.Differences).Of(null);

        Assert.All(MetricNames.All, metric => Assert.Equal((0, 0, 0), (scores.Mean[metric], scores.Low[metric], scores.High[metric])));
    }

    [Theory]
    [InlineData("plain", ToyDatabase.Frames)]
    [InlineData("stavis", ToyDatabase.Frames - 8)]
    public async Task Run_Muted_TellsWhatSoundAdds_AndComputesSilenceOnce(string protocol, int framesPerVideo)
    {
        var predictor = new HearingPredictor();

        var result = await EvaluateAsync(protocol, Open(), withMuted: true, predictor);

        Assert.Equal(["network", "network muted"], result.Predictors.Select(one => one.Name));
        var difference = Assert.Single(result.Differences);
        Assert.Equal(OfSound, difference.Name);
        var scores = difference.Of(null);
        // v1 alone has audio.
        Assert.Equal(1, scores.Rows);
        Assert.True(scores.Mean[Metric.Cc] > 0.9);
        Assert.Equal(double.NaN, scores.Low[Metric.Cc]);
        Assert.Equal(Scores(result.Predictors[0]).Skip(framesPerVideo), Scores(result.Predictors[1]).Skip(framesPerVideo));
        Assert.Equal(framesPerVideo, predictor.WindowsWithAudio);
        Assert.Equal(2 * framesPerVideo, predictor.WindowsInSilence);
    }

    [Fact]
    public async Task Run_ComparedAndMuted_DecodesEveryClipOnce()
    {
        var set = Open();
        CountedClip[] clips = [.. set.Clips.Select(clip => new CountedClip(clip))];

        var result = await EvaluateAsync("plain", set with { Clips = clips }, withMuted: true, new HearingPredictor(), new BrightSpotPredictor());

        Assert.Equal(["network", "network muted", "compared", "compared muted"], result.Predictors.Select(one => one.Name));
        Assert.Equal([OfSound, OfNetworks, "what sound adds to compared"], result.Differences.Select(difference => difference.Name));
        Assert.Equal(0, result.Differences[2].Of(null).Mean[Metric.Nss]);
        Assert.All(clips, clip => Assert.Equal(1, clip.Opened));
    }

    [Fact]
    public async Task Run_ComparedFails_EndsWithItsCause()
    {
        var cause = new InvalidDataException("The second one is broken.");

        var thrown = await Assert.ThrowsAsync<InvalidDataException>(
            () => EvaluateAsync("plain", new BrightSpotPredictor(), new CenterPredictor { Failure = cause, FailAt = 10 }));

        Assert.Same(cause, thrown);
    }

    [Fact]
    public async Task Report_ComparedAndMuted_TellsBothWithTheirIntervals()
    {
        var folder = Directory.CreateTempSubdirectory("stavis-compared-");
        try
        {
            var result = await EvaluateAsync("plain", Open(), withMuted: true, new BrightSpotPredictor(), new HearingPredictor());
            using var report = new PictureReport(folder.FullName);

            report.Write("toy", result);

            var page = File.ReadAllText(Path.Combine(folder.FullName, "index.html"));
            Assert.Contains($"<tr><td>{OfNetworks}</td><td>+0.4", page);
            Assert.Contains("<small>0.0000 to +0.9", page);
            Assert.Contains($"<p>{OfNetworks}: 2 videos or stills, 95% interval by a paired bootstrap of 10000 draws.</p>", page);
            Assert.Contains("<p>what sound adds to compared: one video or still with sound, too few for an interval.</p>", page);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private EvaluationSet Open() => PublishedSet.Open(toy.Folders, toy.List, trainingList: null, lastIsSilent: false);

    private static IEnumerable<double> Scores(PredictorResult predictor) =>
        predictor.Rows.SelectMany(row => row.Frames).Select(frame => frame[Metric.Cc]);

    private Task<EvaluationResult> EvaluateAsync(string protocol, params ISaliencyPredictor[] predictors) =>
        EvaluateAsync(protocol, Open(), withMuted: false, predictors);

    private static async Task<EvaluationResult> EvaluateAsync(string protocolName, EvaluationSet set, bool withMuted, params ISaliencyPredictor[] predictors)
    {
        var protocol = EvaluationProtocol.All[protocolName];
        var networks = new List<EvaluatedNetwork>();
        var schedulers = predictors.Select(predictor => new InferenceScheduler(() => predictor, TimeProvider.System)).ToList();
        try
        {
            foreach (var (name, scheduler) in new[] { "network", "compared" }.Zip(schedulers))
            {
                scheduler.Start();
                networks.Add(new EvaluatedNetwork(name, scheduler));
                if (withMuted) networks.Add(networks[^1].Muted());
            }
            var scorer = new FrameScorer(protocol, networks, [], new MapScorer());
            return await new SetEvaluation(protocol, scorer, TimeProvider.System).RunAsync(set, new RecordingObserver(), CancellationToken.None);
        }
        finally
        {
            foreach (var scheduler in schedulers) await scheduler.DisposeAsync();
        }
    }
}
