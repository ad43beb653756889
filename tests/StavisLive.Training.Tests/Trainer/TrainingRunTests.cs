using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using NAudio.Wave;
using StavisLive.Core.Configuration;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Media.Faces;
using StavisLive.Model.Checkpoints;
using StavisLive.Scenes.Backgrounds;
using StavisLive.Testing;
using StavisLive.Training.Configuration;
using StavisLive.Training.Examples;
using StavisLive.Training.Examples.Talks;
using StavisLive.Training.Losses;
using StavisLive.Training.Trainer;
using StavisLive.Training.Trainer.Validation;

namespace StavisLive.Training.Tests.Trainer;

public sealed class TrainingRunTests : IDisposable
{
    private static readonly Augmentation None = new() { Flip = 0, WholeView = 1, Light = 0, Colour = 0, Grey = 0 };

    private readonly GeneratedGaze _gaze = new(train: 8, val: 2);

    public void Dispose() => _gaze.Dispose();

    [Fact]
    public async Task RunAsync_EightPictures_LearnsThemByHeartAndTeachesThem()
    {
        var byHeart = Stage(epochs: 4) with { EpochSteps = 10, Batch = 8 };
        var learnt = new RecordingObserver();
        var teacher = await RunAsync(Config("teacher", byHeart), learnt);
        Assert.Equal(40, learnt.Losses.Count);
        Assert.True(learnt.Losses[^1] < learnt.Losses[0]);
        Assert.True(CorrelationOn(teacher, "train") > 0.9);

        // Nothing but what it knows: as a file, and as the name of an earlier stage.
        var taught = byHeart with { Loss = new LossWeights { CrossEntropy = 0, Correlation = 0, Scanpath = 0, Divergence = 0 } };
        var path = await RunAsync(Config("pupil", taught with { Teacher = new TeacherConfig { Weights = teacher } }) with { Seed = 2 }, new RecordingObserver());
        Assert.True(CorrelationOn(path, "train") > 0.8);

        var stays = taught with
        {
            Name = "sound", Audiovisual = true, Epochs = 1, EpochSteps = 5, ForgetTime = false, FusionFromVisual = true, FixedStatistics = true, VisualHead = 1,
            Teacher = new TeacherConfig { Weights = "stills" }, Rates = new RateConfig { Trunk = 1e-5, Side = 1e-5, Heads = 1e-5, Sound = 1e-4, Localization = 1e-4 },
        };
        var observer = new RecordingObserver();
        await RunAsync(Config("teacher", byHeart, stays), observer); // goes on behind what is done
        // Of a teacher's own maps nothing is left but minus the correlation, of both heads.
        Assert.Equal(5, observer.Losses.Count);
        Assert.All(observer.Losses, loss => Assert.Equal(-2, loss, 0.01));
    }

    [Fact]
    public async Task RunAsync_InterruptedAndContinued_SameWeightsToTheBit()
    {
        var config = Config("straight", Stage(epochs: 2)) with { CheckpointSteps = 1 };
        var straight = await RunAsync(config, new RecordingObserver());

        foreach (var stopAfter in new[] { 1, 3 })
        {
            using var stop = new CancellationTokenSource();
            var interrupted = config with { Output = _gaze["interrupted"] };
            var observer = new RecordingObserver(step => { if (step == stopAfter) stop.Cancel(); });
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(interrupted, observer, stop.Token));
        }
        var continued = await RunAsync(config with { Output = _gaze["interrupted"] }, new RecordingObserver());

        Assert.Equal(File.ReadAllBytes(straight), File.ReadAllBytes(continued));
    }

    [Fact]
    public async Task RunAsync_ContinuedWithOtherSettings_AreToldOrRefused()
    {
        var stage = Stage(epochs: 1) with { EpochSteps = 1 };
        var config = Config("changed", stage);
        var finished = await RunAsync(config, new RecordingObserver());
        var before = File.ReadAllBytes(finished);

        var refused = await Assert.ThrowsAsync<ConfigException>(() => RunAsync(config with { Seed = 2 }, new RecordingObserver()));
        Assert.StartsWith("seed is 2, but the training in ", refused.Message);
        Assert.Equal(before, File.ReadAllBytes(finished));

        var log = new RecordingLogger();
        var longer = config with { Stages = [stage with { Epochs = 2 }] };
        await new TrainingRun(longer, new RecordingObserver(), log, TimeProvider.System).RunAsync(TestContext.Current.CancellationToken);
        Assert.Contains(log.Entries, entry => entry.Text == "Other settings than so far count from here on, as far as they still have a say: stages[0].epochs");

        // What has held from then on is what a third run is held to.
        await RunAsync(longer, new RecordingObserver());
    }

    [Fact]
    public async Task RunAsync_StillsThenScenes_LogsBothAndLeavesAudiovisualWeights()
    {
        var config = Config(
            "two",
            Stage(epochs: 1),
            Stage(epochs: 1) with
            {
                Name = "scenes", Audiovisual = true, Mix = new MixConfig { Scenes = 1 }, VisualHead = 1, FusionFromVisual = true, FixedStatistics = true,
                Rates = new RateConfig { Sound = 1e-3, Localization = 1e-3, Heads = 1e-3 }, Blend = [new BlendConfig { With = "stills", Share = 1 }],
            }) with
        { Metadata = new Dictionary<string, string> { ["licence"] = "as you like" } };

        var path = await RunAsync(config, new RecordingObserver());

        var summary = WeightsFile.Inspect(path);
        Assert.True(summary.Variant!.Audiovisual);
        Assert.Equal("as you like", summary.Metadata["licence"]);
        Assert.All(summary.Tensors, tensor => Assert.Equal("float16", tensor.DataType));
        Assert.Equal(FirstKernel(Path.Combine(config.Output, "best-1-stills.safetensors")), FirstKernel(Path.Combine(config.Output, "blended-2-scenes.safetensors")));
        Assert.NotEqual(FirstKernel(Path.Combine(config.Output, "best-1-stills.safetensors")), FirstKernel(Path.Combine(config.Output, "best-2-scenes.safetensors")));
        var log = File.ReadAllLines(Path.Combine(config.Output, "log.csv"));
        Assert.Equal("stage,epoch,steps,loss,made_cc,made_nss,seconds", log[0]);
        Assert.StartsWith("stills,1,", log[1]);
        Assert.StartsWith("scenes,1,", log[2]);
        Assert.True(new FileInfo(Path.Combine(config.Output, "curves.png")).Length > 5000);
    }

    [Fact]
    public async Task RunAsync_ClipsAndPeopleWhoTalk_LearnsAndIsAveragedWithWhatItBeganWith()
    {
        using var clips = new GeneratedClips(("moving-a", "train", false), ("moving-b", "train", true), ("film", "val", false));
        Speak(Directory.CreateDirectory(_gaze["speech"]).FullName);
        var start = await RunAsync(Config("start", Stage(epochs: 1) with { Audiovisual = true }), new RecordingObserver());
        var stage = Stage(epochs: 1) with
        {
            Name = "video", Frames = 16, Audiovisual = true, ForgetTime = false, EpochSteps = 2, Batch = 4, VisualHead = 0.5, FixedStatistics = true,
            Mix = new MixConfig { Photographs = 1, Clips = 1, Scenes = 1, Talks = 1 }, Blend = [new BlendConfig { With = "init", Share = 1 }],
        };
        var config = Config("video", stage) with { Init = new InitConfig { Visual = start } };
        Directory.CreateDirectory(config.Output);
        FaceTable.Write(Path.Combine(config.Output, "faces.csv"), [("made-0", new FaceBox(40, 40, 40))]);
        var observer = new RecordingObserver();

        var path = await RunAsync(
            config with { Data = config.Data with { Clips = clips.Path, Speech = _gaze["speech"], Faces = "not looked for.xml" } }, observer);

        Assert.Equal(2, observer.Losses.Count);
        var log = File.ReadLines(Path.Combine(config.Output, "log.csv"));
        Assert.Equal("stage,epoch,steps,loss,clips_cc,clips_nss,made_cc,made_nss,seconds", log.First());
        Assert.Equal(3, Directory.GetFiles(Path.Combine(config.Output, "frames")).Length);
        Assert.Equal(FirstKernel(start), FirstKernel(path)); // averaged all the way
    }

    [Fact]
    public async Task RunAsync_StageFromTheStart_DoesNotGoOnFromTheOneBeforeAndIsAveragedWithIt()
    {
        var start = await RunAsync(Config("start", Stage(epochs: 1)) with { Half = false }, new RecordingObserver());
        var config = Config(
            "twice",
            Stage(epochs: 1),
            Stage(epochs: 1) with
            {
                // The trunk stays as it began.
                Name = "again", From = "init", Rates = new RateConfig { Trunk = 0, Heads = 1e-3 },
                Blend = [new BlendConfig { With = "stills", Share = 0.75 }, new BlendConfig { With = "init", Share = 0.5 }],
            }) with
        { Init = new InitConfig { Visual = start }, Half = false };

        var path = await RunAsync(config, new RecordingObserver());

        var (first, second) = (FirstKernel(Path.Combine(config.Output, "best-1-stills.safetensors")), FirstKernel(Path.Combine(config.Output, "best-2-again.safetensors")));
        Assert.NotEqual(FirstKernel(start), first);
        Assert.Equal(FirstKernel(start), second);
        var expected = first.Zip(second, (learned, began) => 0.5f * (0.25f * began + 0.75f * learned) + 0.5f * began);
        Assert.All(expected.Zip(FirstKernel(path)), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    [Fact]
    public async Task RunAsync_DamagedPicture_StopsOrIsLeftOutAsAsked()
    {
        File.WriteAllText(_gaze["images/made-3.png"], "no picture");
        var config = Config("bad", Stage(epochs: 1));

        var error = await Assert.ThrowsAsync<SourceException>(() => RunAsync(config, new RecordingObserver()));
        Assert.Contains("made-3.png", error.Message);

        var skipping = config with { Data = config.Data with { BadPicture = BadPicture.Skip } };
        Assert.True(File.Exists(await RunAsync(skipping, new RecordingObserver())));
    }

    [Fact]
    public async Task RunAsync_NothingBetterForAWhile_EndsEarly()
    {
        var stage = Stage(epochs: 9) with { EpochSteps = 1, Patience = 2, Rates = new RateConfig { Trunk = 0, Side = 0, Heads = 1e-12, Upsampling = 0 } };
        var observer = new RecordingObserver();
        await RunAsync(Config("tired", stage), observer);
        Assert.InRange(observer.Epochs.Count, 3, 5);
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd, 1e-3, 3e38, "A weight is no number at step 2")] // beyond the largest number there is
    [InlineData(OptimizerKind.AdamW, 1e12, 1e-2, "The validation's score is no number at step 2")]
    public async Task RunAsync_StepThatRuinsTheNetwork_LeavesWeightsAndCheckpointOfBefore(OptimizerKind kind, double trunk, double heads, string expected)
    {
        var stage = Stage(epochs: 1) with
        {
            EpochSteps = 1, Optimizer = new OptimizerConfig { Kind = kind }, Loss = new LossWeights { CrossEntropy = 1 },
            Rates = new RateConfig { Trunk = 1e-9, Side = 0, Heads = 1e-9, Upsampling = 0, BiasFactor = 1 },
        };
        var config = Config("ruined", stage);
        await RunAsync(config, new RecordingObserver());
        var before = Contents(config.Output);

        var ruinous = stage with { Epochs = 2, Rates = stage.Rates with { Trunk = trunk, Heads = heads } };
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => RunAsync(config with { Stages = [ruinous] }, new RecordingObserver()));

        Assert.StartsWith(expected, error.Message);
        Assert.Equal(before, Contents(config.Output));
    }

    [Fact]
    public async Task RunAsync_GradientWithoutALength_TakesNoStep()
    {
        // The loss is a number still, the squares of its gradient add up to none.
        var stage = Stage(epochs: 1) with { EpochSteps = 1, Loss = new LossWeights { CrossEntropy = 1e33, Correlation = 0, Scanpath = 0 } };
        var config = Config("steep", stage);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => RunAsync(config, new RecordingObserver()));

        Assert.Contains("its gradient's norm Infinity at step 1 of stage stills", error.Message);
        Assert.Empty(Contents(config.Output));
    }

    private static Dictionary<string, string> Contents(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(path => path, path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))));

    private static float[] FirstKernel(string weights)
    {
        using var network = WeightsFile.Load(weights, visualOnly: true).Network;
        return network.state_dict()["conv1.weight"].data<float>().ToArray();
    }

    private static StageConfig Stage(int epochs) => new()
    {
        Name = "stills", Frames = 1, Epochs = epochs, Batch = 4, Augmentation = None,
        Loss = new LossWeights { CrossEntropy = 0.0005, Correlation = 1, Scanpath = 0, Divergence = 1 },
        Optimizer = new OptimizerConfig { Kind = OptimizerKind.AdamW },
        Rates = new RateConfig { Trunk = 1e-3, Side = 3e-3, Heads = 1e-2, Upsampling = 0, BiasFactor = 1 },
        ForgetTime = true, Supervision = 0,
    };

    private TrainingConfig Config(string output, params StageConfig[] stages) => new()
    {
        Network = new NetworkConfig { Depth = 10 }, Data = new DataConfig { Gaze = _gaze.Path }, Output = _gaze[output], Stages = stages,
    };

    // Two seconds of a tone that comes and goes four times a second.
    private static void Speak(string folder)
    {
        var samples = new short[2 * AudioFormat.SampleRate];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (short)(8000 * Math.Sin(i * 0.1) * (1 + Math.Sin(i * Math.Tau * 4 / AudioFormat.SampleRate)));
        using var writer = new WaveFileWriter(Path.Combine(folder, "said.wav"), new WaveFormat(AudioFormat.SampleRate, channels: 1));
        writer.WriteSamples(samples, 0, samples.Length);
    }

    private static Task<string> RunAsync(TrainingConfig config, RecordingObserver observer, CancellationToken cancellationToken = default) =>
        new TrainingRun(config, observer, NullLogger.Instance, TimeProvider.System).RunAsync(cancellationToken);

    private double CorrelationOn(string weights, string split)
    {
        using var network = WeightsFile.Load(weights, visualOnly: true).Network;
        network.eval();
        return new Validator(new StillClips(StillLibrary.Load(_gaze.Path, split, skipBad: false, NullLogger.Instance))).Score(network, frames: 16).Score;
    }
}
