using StavisLive.Core.Inference;
using StavisLive.Evaluation.Baselines;
using StavisLive.Evaluation.Datasets.Published;
using StavisLive.Evaluation.Metrics;
using StavisLive.Evaluation.Networks;
using StavisLive.Evaluation.Protocols;
using StavisLive.Evaluation.Reports;
using StavisLive.Evaluation.Scoring;
using StavisLive.Evaluation.Sets;
using StavisLive.Evaluation.Tests.Running;

namespace StavisLive.Evaluation.Tests;

/// <summary>A data set in the published layout, from its files to its scores.</summary>
public sealed class PublishedEvaluationTests(ToyDatabase toy) : IClassFixture<ToyDatabase>, IDisposable
{
    // A frame's step of four pixels costs a Gaussian of five 0.15 of its correlation.
    private const double Aligned = 0.95;

    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("stavis-published-");

    public void Dispose() => _scratch.Delete(recursive: true);

    [Theory]
    [InlineData("plain", ToyDatabase.Frames)]
    // The first eight frames have no map.
    [InlineData("stavis", ToyDatabase.Frames - 8)]
    public async Task Run_PerfectPrediction_EveryFrameMeetsItsOwnTruth(string protocol, int framesPerVideo)
    {
        var (result, predictor) = await EvaluateAsync(protocol, Open(trainingList: toy.List));

        Assert.Equal(["network", "centre", "training mean"], result.Predictors.Select(one => one.Name));
        Assert.Equal(["v1", "v2"], result.Predictors[0].Rows.Select(row => row.Name));
        foreach (var row in result.Predictors[0].Rows)
        {
            Assert.Equal(framesPerVideo, row.Frames.Count);
            Assert.All(row.Frames, frame => Assert.InRange(frame[Metric.Cc], Aligned, 1));
            Assert.All(row.Frames, frame => Assert.All(MetricNames.All, metric => Assert.True(double.IsFinite(frame[metric]), metric.ToString())));
        }
        Assert.True(result.Predictors[1].MeanOf(null)[Metric.Cc] < result.Predictors[2].MeanOf(null)[Metric.Cc]);
        Assert.Equal(2 * framesPerVideo, predictor.Windows);
        // v1 alone has audio. A one-frame excerpt, as the end's repeated frames give it, is audio too.
        Assert.Equal(framesPerVideo, predictor.WindowsWithAudio);
    }

    [Fact]
    public async Task Run_Means_AreOverFramesThenOverVideos()
    {
        var (result, _) = await EvaluateAsync("plain", Open());

        var network = result.Predictors[0];
        var expected = network.Rows.Average(row => row.Frames.Average(frame => frame[Metric.Nss]));
        Assert.Equal(expected, network.MeanOf(null)[Metric.Nss], 1e-12);
    }

    [Fact]
    public async Task Run_LastVideoSilent_TakesTheAudioOfTheLastThatHasOne()
    {
        var set = PublishedSet.Open(toy.Folders, toy.List, trainingList: null, lastIsSilent: true);

        var (_, predictor) = await EvaluateAsync("stavis", set);

        Assert.Equal(0, predictor.WindowsWithAudio);
        Assert.Contains(set.Notices, notice => notice.StartsWith("v1 is evaluated in silence", StringComparison.Ordinal));
    }

    [Fact]
    public void Open_VideoWithoutAudio_IsToldOnce() =>
        Assert.Single(Open().Notices, notice => notice.Contains("1 of 2 videos have no .wav", StringComparison.Ordinal) && notice.Contains("v2", StringComparison.Ordinal));

    [Fact]
    public async Task Report_Written_HoldsWhatItsPageShows()
    {
        using var report = new PictureReport(Path.Combine(_scratch.FullName, "report"));
        var (result, _) = await EvaluateAsync("stavis", Open(), report);

        report.Write("toy", result);

        var page = File.ReadAllText(Path.Combine(_scratch.FullName, "report", "index.html"));
        var pictures = Directory.GetFiles(Path.Combine(_scratch.FullName, "report")).Select(Path.GetFileName).Where(name => name != "index.html").ToList();
        // Best and worst of each video, two sorted curves, a curve of each video.
        Assert.Equal(8, pictures.Count);
        Assert.All(pictures, picture => Assert.Contains($"\"{picture}\"", page));
        Assert.Contains("v1, frame", page);
    }

    [Fact]
    public void Open_FramesMissing_SaysHowManyAndWhich()
    {
        var message = Refusal(root => File.Delete(Path.Combine(root, "video_frames", "TOY", "v2", "img_00024.jpg")));

        Assert.Contains("v2 is listed with 24 frames, but 1 of its frames are missing", message);
        Assert.Contains("img_00024.jpg", message);
    }

    [Fact]
    public void Open_MapsMissing_NamesBothKinds()
    {
        var message = Refusal(root =>
        {
            File.Delete(Path.Combine(root, "annotations", "TOY", "v1", "maps", "eyeMap_00003.jpg"));
            File.Delete(Path.Combine(root, "annotations", "TOY", "v1", "fixMap_00005.mat"));
        });

        Assert.Contains("eyeMap_00003.jpg", message);
        Assert.Contains("fixMap_00005.mat", message);
    }

    [Fact]
    public void Open_VideoWithoutFolder_IsNamed() =>
        Assert.Contains("for the video v9", Refusal(root => File.AppendAllText(Path.Combine(root, "TOY_list_test_fps.txt"), "v9 10 25\n")));

    [Fact]
    public void Open_MoreFramesThanListed_AreLeftOutAndTold()
    {
        var root = toy.CopyTo(Path.Combine(_scratch.FullName, "longer"));
        var list = Path.Combine(root, "TOY_list_test_fps.txt");
        File.WriteAllText(list, "v1 20 25\n");

        var set = PublishedSet.Open(PublishedFolders.Of(root, list), list, trainingList: null, lastIsSilent: false);

        Assert.Contains(set.Notices, notice => notice.Contains("more frames on disk than listed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("v1 24\n", "line 1")]
    [InlineData("v1 24 25\nv2 many 25\n", "line 2")]
    [InlineData("v1 24 0\n", "line 1")]
    [InlineData("v1 24 25\nv1 24 25\n", "listed twice")]
    [InlineData("\n", "lists no video")]
    public void Read_WrongList_NamesTheLine(string text, string expected)
    {
        var list = Path.Combine(_scratch.FullName, "TOY_list_test_fps.txt");
        File.WriteAllText(list, text);

        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => FoldList.Read(list)).Message);
    }

    [Fact]
    public async Task Run_DamagedMap_NamesItsFile()
    {
        var root = toy.CopyTo(Path.Combine(_scratch.FullName, "damaged"));
        var map = Path.Combine(root, "annotations", "TOY", "v1", "fixMap_00007.mat");
        File.WriteAllBytes(map, File.ReadAllBytes(map)[..150]);
        var list = Path.Combine(root, "TOY_list_test_fps.txt");
        var set = PublishedSet.Open(PublishedFolders.Of(root, list), list, trainingList: null, lastIsSilent: false);

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => EvaluateAsync("plain", set));

        Assert.Contains("fixMap_00007.mat", refused.Message);
    }

    [Fact]
    public async Task Run_DensityOfAnotherSize_NamesBothSizes()
    {
        var root = toy.CopyTo(Path.Combine(_scratch.FullName, "sizes"));
        await Ffmpeg.RunAsync("-f", "lavfi", "-i", "color=gray:size=64x48", "-frames:v", "1", Path.Combine(root, "annotations", "TOY", "v1", "maps", "eyeMap_00012.jpg"));
        var list = Path.Combine(root, "TOY_list_test_fps.txt");
        var set = PublishedSet.Open(PublishedFolders.Of(root, list), list, trainingList: null, lastIsSilent: false);

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => EvaluateAsync("plain", set));

        Assert.Contains("eyeMap_00012.jpg has 64x48", refused.Message);
        Assert.Contains("128x96", refused.Message);
    }

    [Fact]
    public void Of_ListThatNamesNoDataSet_AsksForTheFolders() =>
        Assert.Contains("`annotations`", Assert.Throws<InvalidDataException>(() => PublishedFolders.Of("/data", "videos.txt")).Message);

    private EvaluationSet Open(string? trainingList = null) => PublishedSet.Open(toy.Folders, toy.List, trainingList, lastIsSilent: false);

    private string Refusal(Action<string> spoil)
    {
        var root = toy.CopyTo(Path.Combine(_scratch.FullName, "spoilt"));
        spoil(root);
        var list = Path.Combine(root, "TOY_list_test_fps.txt");
        return Assert.Throws<InvalidDataException>(() => PublishedSet.Open(PublishedFolders.Of(root, list), list, trainingList: null, lastIsSilent: false)).Message;
    }

    private static async Task<(EvaluationResult Result, BrightSpotPredictor Predictor)> EvaluateAsync(string protocolName, EvaluationSet set, PictureReport? report = null)
    {
        var protocol = EvaluationProtocol.All[protocolName];
        var predictor = new BrightSpotPredictor();
        IBaseline[] baselines = set.TrainingMean is { } mean ? [FixedMap.CentredGaussian(), mean] : [FixedMap.CentredGaussian()];
        await using var scheduler = new InferenceScheduler(() => predictor, TimeProvider.System);
        scheduler.Start();
        var scorer = new FrameScorer(protocol, [new EvaluatedNetwork("network", scheduler)], baselines, new MapScorer());
        var result = await new SetEvaluation(protocol, scorer, TimeProvider.System).RunAsync(set, new RecordingObserver(report), CancellationToken.None);
        return (result, predictor);
    }
}
