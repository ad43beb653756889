using System.Text.Json;
using Microsoft.Extensions.Logging;
using OpenCvSharp;
using StavisLive.Cli.Evaluation;
using StavisLive.Core.Inference;
using StavisLive.Evaluation;
using StavisLive.Evaluation.Metrics;
using StavisLive.Evaluation.Networks;
using StavisLive.Evaluation.Protocols;
using StavisLive.Evaluation.Scoring;
using StavisLive.Evaluation.Sets;
using StavisLive.Testing;

namespace StavisLive.Cli.Tests.Evaluation;

public sealed class EvaluationProgressTests : IDisposable
{
    private const string Problem = "stills: 1 of 3 pictures could not be read (b.png).";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("evaluation-progress-");
    private readonly RecordingLogger _log = new();

    public EvaluationProgressTests()
    {
        foreach (var folder in new[] { "stills", "more" })
        {
            Directory.CreateDirectory(PathOf(folder, "images"));
            string[] names = ["a", "b", "c"];
            foreach (var name in names) Paint(PathOf(folder, "images", name + ".png"));
            var looks = names.Select(name => $"{name},0,0,0.5,0.5,200");
            File.WriteAllLines(PathOf(folder, "fixations.csv"), looks.Prepend("image,observer,order,x,y,duration_ms"));
        }
        File.WriteAllText(PathOf("stills", "images", "b.png"), "no picture");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Unread_PictureThatCannotBeRead_IsToldInLogTablesAndAnswer()
    {
        var (stills, more) = (Open("stills"), Open("more"));

        var result = await ScoreAsync(stills with { Clips = [.. stills.Clips, .. more.Clips] });

        Assert.Equal(["a", "c", "a", "b", "c"], result.Predictors[0].Rows.Select(row => row.Name));
        Assert.Equal([Problem], result.Unread);
        Assert.Contains(_log.Entries, entry => entry.Text.Contains("b.png cannot be read as a picture", StringComparison.Ordinal));
        Assert.EndsWith(Problem + Environment.NewLine, Written(output => EvaluationTables.Write(output, "stills", result)));
        var answer = JsonDocument.Parse(Written(output => EvaluationJson.Write(output, "stills", result))).RootElement;
        Assert.Equal(Problem, Assert.Single(answer.GetProperty("unread").EnumerateArray()).GetString());
    }

    private async Task<EvaluationResult> ScoreAsync(EvaluationSet set)
    {
        var protocol = EvaluationProtocol.All["plain"];
        await using var scheduler = new InferenceScheduler(() => new CenterPredictor(), TimeProvider.System);
        scheduler.Start();
        var scorer = new FrameScorer(protocol, [new EvaluatedNetwork("network", scheduler)], [], new MapScorer());
        var progress = new EvaluationProgress(report: null, _log, TimeProvider.System);
        return await new SetEvaluation(protocol, scorer, TimeProvider.System).RunAsync(set, progress, TestContext.Current.CancellationToken);
    }

    private EvaluationSet Open(string folder)
    {
        using var logs = LoggerFactory.Create(logging => logging.AddProvider(new RecordedLogs(_log)));
        return GazeSet.Open(PathOf(folder), split: null, seed: 1, logs);
    }

    private string PathOf(params string[] parts) => Path.Combine([_folder.FullName, .. parts]);

    private static string Written(Action<TextWriter> write)
    {
        using var text = new StringWriter();
        write(text);
        return text.ToString();
    }

    private static void Paint(string path)
    {
        using var picture = new Mat(8, 8, MatType.CV_8UC3, Scalar.Gray);
        Cv2.ImWrite(path, picture);
    }
}
