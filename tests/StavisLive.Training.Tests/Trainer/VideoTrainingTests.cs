using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Sources;
using StavisLive.Evaluation.Tests.Running;
using StavisLive.Model.Checkpoints;
using StavisLive.Scenes.Backgrounds;
using StavisLive.Training.Configuration;
using StavisLive.Training.Trainer;

namespace StavisLive.Training.Tests.Trainer;

/// <summary>The published schedule on videos in the published layout, cut short.</summary>
public sealed class VideoTrainingTests(ToyDatabase toy) : IClassFixture<ToyDatabase>
{
    [Fact]
    public async Task RunAsync_BothPublishedStages_LearnFromTheVideosAndAreValidatedOnThem()
    {
        var stage = new StageConfig
        {
            Name = "visual", Epochs = 1, Batch = 2, Augmentation = new Augmentation { WholeView = 1, Light = 0, Colour = 0, Grey = 0 },
        };
        var config = new TrainingConfig
        {
            Network = new NetworkConfig { Depth = 10 }, Output = Path.Combine(toy.Root, "out"), Half = false,
            Data = new DataConfig { Published = new PublishedDataConfig { Root = toy.Root, Train = [Path.GetFileName(toy.List)], Validate = [toy.List] } },
            Stages = [stage, stage with { Name = "audiovisual", Audiovisual = true, Supervision = 0, Rates = new RateConfig { Trunk = 1e-4, Sound = 1e-3, Localization = 1e-2 } }],
        };
        var observer = new RecordingObserver();

        var path = await new TrainingRun(config, observer, NullLogger.Instance, TimeProvider.System).RunAsync(TestContext.Current.CancellationToken);

        Assert.True(WeightsFile.Inspect(path).Variant!.Audiovisual);
        Assert.Equal(2, observer.Losses.Count); // two segments are one step of each stage
        Assert.All(observer.Epochs, epoch => Assert.Equal("TOY", Assert.Single(epoch.Validation.Groups).Group));
    }

    [Fact]
    public async Task RunAsync_DamagedFrame_EndsWithWhatNamesIt()
    {
        var scratch = Directory.CreateTempSubdirectory("stavis-bad-");
        try
        {
            var root = toy.CopyTo(Path.Combine(scratch.FullName, "set"));
            var frames = Path.Combine(root, "video_frames", "TOY", "v1");
            foreach (var frame in Directory.GetFiles(frames)) File.WriteAllText(frame, "no picture");
            var list = Path.GetFileName(toy.List);
            var config = new TrainingConfig
            {
                Network = new NetworkConfig { Depth = 10 }, Output = Path.Combine(scratch.FullName, "out"),
                Data = new DataConfig { Published = new PublishedDataConfig { Root = root, Train = [list], Validate = [list] } },
                Stages = [new StageConfig { Name = "visual", Batch = 2, Augmentation = new Augmentation { WholeView = 1 } }],
            };

            var run = new TrainingRun(config, new RecordingObserver(), NullLogger.Instance, TimeProvider.System);

            var error = await Assert.ThrowsAsync<SourceException>(() => run.RunAsync(TestContext.Current.CancellationToken));

            Assert.Contains(Path.Combine("v1", "img_"), error.Message);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }
}
