using System.Globalization;
using System.Text.Json;
using StavisLive.Integration.Tests.Running;
using StavisLive.Integration.Tests.Structure;
using StavisLive.Model.Checkpoints;
using StavisLive.Model.Network;

namespace StavisLive.Integration.Tests.Commands;

/// <summary><c>evaluate dataset</c>: weights against gaze folders, as a user runs it.</summary>
public sealed class EvaluateDatasetTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Stills_AreScoredByGroupBesideTheBaselines_AndWhatCannotBeReadIsTold_InEveryForm()
    {
        MakeStills();
        File.AppendAllText(Path.Combine(_scratch["gaze"], "images.csv"), "scene-4,val\n");
        File.WriteAllText(Path.Combine(_scratch["gaze"], "images", "scene-4.png"), "no picture");

        var outcome = (await RunAsync("--json", "--csv", _scratch["scores.csv"], "--report", _scratch["report"])).Expect(1);

        var answer = JsonDocument.Parse(outcome.Output).RootElement;
        var unread = Assert.Single(answer.GetProperty("unread").EnumerateArray());
        Assert.Equal("gaze: 1 of 5 pictures could not be read (scene-4.png).", unread.GetString());
        var predictors = answer.GetProperty("predictors");
        Assert.Equal(["network", "centre", "training mean", "spectral residual"], predictors.EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        // Of six pictures one is for training, and one is none.
        Assert.Equal(4, predictors[0].GetProperty("rows").GetArrayLength());
        Assert.Equal(["osie", "scene"], predictors[0].GetProperty("groups").EnumerateObject().Select(group => group.Name));
        // Everybody looked at the upper left corner, in training too.
        Assert.InRange(predictors[2].GetProperty("mean").GetProperty("cc").GetDouble(), 0.9, 1);
        Assert.True(predictors[1].GetProperty("mean").GetProperty("cc").GetDouble() < 0.3);

        var csv = File.ReadAllLines(_scratch["scores.csv"]);
        // A heading, then for each predictor four stills, two groups and the mean.
        Assert.Equal(1 + (4 * 7), csv.Length);
        Assert.StartsWith("predictor,level,name,group,frames,cc,nss", csv[0]);
        var page = File.ReadAllText(Path.Combine(_scratch["report"], "index.html"));
        Assert.Contains("<table>", page);
        Assert.Contains("(scene-4.png)", page);
    }

    [Fact]
    public async Task Clips_AreScoredWhereSomebodyLooked()
    {
        Directory.CreateDirectory(Path.Combine(_scratch["gaze"], "clips"));
        Clips.Audiovisual(Path.Combine(_scratch["gaze"], "clips", "talk.mp4"), frames: 20);
        File.WriteAllLines(
            Path.Combine(_scratch["gaze"], "fixations.csv"),
            ["clip,observer,frame,x,y", .. Enumerable.Range(5, 10).Select(frame => $"talk,0,{frame},0.5,0.5"), "talk,1,9,0.25,0.25"]);

        var outcome = (await RunAsync("--no-baselines", "--json")).Expect(0);

        var answer = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal(10, answer.GetProperty("frames").GetInt32());
        var row = answer.GetProperty("predictors")[0].GetProperty("rows")[0];
        Assert.Equal("talk", row.GetProperty("name").GetString());
        // AUC-Borji wants two fixations: one frame has them.
        Assert.Equal(9, row.GetProperty("undefined").GetProperty("auc_borji").GetInt32());
    }

    [Fact]
    public async Task Stills_ComparedWithOtherWeights_DifferByGroup_InEveryForm()
    {
        MakeStills();
        string[] compared = ["--no-baselines", "--compare", Path.Combine(Repository.Root, "weights", "stavis-default.safetensors")];

        var answer = JsonDocument.Parse((await RunAsync([.. compared, "--json", "--report", _scratch["report"]])).Expect(0).Output).RootElement;
        var table = (await RunAsync(compared)).Expect(0).Output;

        var predictors = answer.GetProperty("predictors");
        Assert.Equal(["network", "compared"], predictors.EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        var difference = Assert.Single(answer.GetProperty("differences").EnumerateArray());
        Assert.Equal("network - compared", difference.GetProperty("name").GetString());
        Assert.Equal([("osie", 2), ("scene", 2)], difference.GetProperty("groups").EnumerateObject().Select(group => (group.Name, group.Value.GetProperty("rows").GetInt32())));
        var mean = difference.GetProperty("mean");
        Assert.Equal(Score(predictors[0].GetProperty("mean")) - Score(predictors[1].GetProperty("mean")), Score(mean.GetProperty("scores")), 1e-9);
        Assert.InRange(Score(mean.GetProperty("scores")), Score(mean.GetProperty("low")), Score(mean.GetProperty("high")));
        Assert.True(Score(mean.GetProperty("low")) < Score(mean.GetProperty("high")));
        Assert.Contains("<td>network - compared</td>", File.ReadAllText(Path.Combine(_scratch["report"], "index.html")));
        Assert.Contains("network - compared: 4 videos or stills, 95% interval by a paired bootstrap of 10000 draws", table);
        Assert.Contains("  95% from", table);

        static double Score(JsonElement scores) => scores.GetProperty("cc").GetDouble();
    }

    [Fact]
    public async Task Stills_ComparedWithTheSameWeightsAndMuted_DifferInNothing_AndHaveNoSound()
    {
        MakeStills();

        var outcome = (await RunAsync("--no-baselines", "--json", "--mute", "--compare", TestWeights.Path)).Expect(0);

        var differences = JsonDocument.Parse(outcome.Output).RootElement.GetProperty("differences").EnumerateArray().ToDictionary(
            difference => difference.GetProperty("name").GetString()!, difference => difference.GetProperty("mean"));
        foreach (var key in new[] { "scores", "low", "high" })
        {
            var scores = differences["network - compared"].GetProperty(key).EnumerateObject().ToDictionary(score => score.Name, score => score.Value);
            // Every picture was looked at in the same places: there are no others to compare with.
            Assert.Equal(JsonValueKind.Null, scores["auc_shuffled"].ValueKind);
            Assert.All(scores.Where(score => score.Key != "auc_shuffled"), score => Assert.Equal(0, score.Value.GetDouble()));
        }
        foreach (var name in new[] { "network", "compared" })
        {
            var sound = differences[$"what sound adds to {name}"];
            Assert.Equal(0, sound.GetProperty("rows").GetInt32());
            Assert.Equal(JsonValueKind.Null, sound.GetProperty("scores").GetProperty("cc").ValueKind);
        }
    }

    [Fact]
    public async Task Clips_Muted_TellWhatSoundAddsWhereThereIsAny()
    {
        Directory.CreateDirectory(Path.Combine(_scratch["gaze"], "clips"));
        Clips.Audiovisual(Path.Combine(_scratch["gaze"], "clips", "talk.mp4"), frames: 20);
        Clips.Silent(Path.Combine(_scratch["gaze"], "clips", "mime.mp4"), frames: 20);
        File.WriteAllLines(Path.Combine(_scratch["gaze"], "fixations.csv"), ["clip,observer,frame,x,y", "talk,0,5,0.5,0.5", "mime,0,5,0.25,0.5"]);

        var outcome = (await RunAsync("--no-baselines", "--mute")).Expect(0);

        Assert.Contains("network muted", outcome.Output);
        Assert.Contains("what sound adds to network: one video or still with sound, too few for an interval", outcome.Output);
    }

    [Fact]
    public async Task Stills_MutedWithVisualOnlyWeights_AreToldThatNothingListens()
    {
        MakeStills();
        var deaf = _scratch["visual.safetensors"];
        using (var network = new StavisNetwork(new NetworkVariant(Depth: 10) { Audiovisual = false }, seed: 1)) WeightsFile.Save(network, deaf);

        var outcome = (await StavisProgram.RunAsync("evaluate", "dataset", _scratch["gaze"], "--weights", deaf, "--precision", "fp32", "--no-baselines", "--mute")).Expect(0);

        Assert.Contains("What sound adds to network is not told: its weights are visual-only", outcome.Errors);
    }

    [Theory]
    [InlineData("holds no fixations.csv", "EMPTY")]
    [InlineData("Nothing to evaluate")]
    [InlineData("--protocol is plain or stavis", "GAZE", "--protocol", "paper")]
    [InlineData("give --list too", "GAZE", "--last-video-silent")]
    [InlineData("--compare must be a path", "GAZE", "--compare", "")]
    [InlineData("leave one of them out", "GAZE", "--mute", "--visual-only")]
    [InlineData("--precision", "GAZE", "--precision", "int8")]
    public async Task WrongUsage_IsToldBeforeAnythingIsLoaded(string expected, params string[] arguments)
    {
        MakeStills();
        Directory.CreateDirectory(_scratch["empty"]);

        var outcome = await StavisProgram.RunAsync(
            ["evaluate", "dataset", .. arguments.Select(argument => argument switch { "GAZE" => _scratch["gaze"], "EMPTY" => _scratch["empty"], _ => argument })]);

        Assert.Contains(expected, outcome.Expect(2).Errors);
    }

    [Fact]
    public async Task Csv_OfARunThatFails_StaysAsItWas()
    {
        MakeStills();
        File.WriteAllText(_scratch["scores.csv"], "earlier\n");
        foreach (var picture in Directory.GetFiles(Path.Combine(_scratch["gaze"], "images"))) File.WriteAllText(picture, "no picture");

        (await RunAsync("--no-baselines", "--csv", _scratch["scores.csv"])).Expect(1);

        Assert.Equal("earlier\n", File.ReadAllText(_scratch["scores.csv"]));
    }

    [Fact]
    public async Task Csv_WhereNoneCanBeWritten_IsToldBeforeTheWork()
    {
        MakeStills();

        var outcome = (await StavisProgram.RunAsync(
            "evaluate", "dataset", _scratch["gaze"], "--weights", "none.pth", "--csv", _scratch["nowhere/scores.csv"])).Expect(1);

        Assert.Contains("there is no folder", outcome.Errors);
    }

    [Fact]
    public async Task Split_ThatIsNotThere_IsNamedWithThoseThatAre()
    {
        MakeStills();

        var outcome = (await RunAsync("--split", "test")).Expect(1);

        Assert.Contains("no split \"test\"", outcome.Errors);
        Assert.Contains("\"train\", \"val\"", outcome.Errors);
    }

    private Task<Outcome> RunAsync(params string[] more) =>
        StavisProgram.RunAsync(["evaluate", "dataset", _scratch["gaze"], "--weights", TestWeights.Path, "--precision", "fp32", .. more]);

    private void MakeStills()
    {
        string[] names = ["osie-1", "osie-2", "scene-1", "scene-2", "scene-3"];
        Directory.CreateDirectory(Path.Combine(_scratch["gaze"], "images"));
        Tool.Ffmpeg("-f", "lavfi", "-i", "testsrc2=size=160x120:rate=5", "-frames:v", "5", Path.Combine(_scratch["gaze"], "images", "%d.png"));
        for (var number = 0; number < names.Length; number++)
            File.Move(Path.Combine(_scratch["gaze"], "images", $"{number + 1}.png"), Path.Combine(_scratch["gaze"], "images", names[number] + ".png"));
        File.WriteAllLines(
            Path.Combine(_scratch["gaze"], "images.csv"), ["image,split", .. names.Select(name => $"{name},{(name == "scene-3" ? "train" : "val")}")]);
        var places = from name in names
                     from order in Enumerable.Range(0, 6)
                     select string.Create(CultureInfo.InvariantCulture, $"{name},0,{order},{0.1 + (0.02 * order):0.00},{0.2 - (0.02 * order):0.00},200");
        File.WriteAllLines(Path.Combine(_scratch["gaze"], "fixations.csv"), ["image,observer,order,x,y,duration_ms", .. places]);
    }
}
