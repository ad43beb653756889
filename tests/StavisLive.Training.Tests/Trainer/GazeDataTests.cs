using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Sources;
using StavisLive.Training.Configuration;
using StavisLive.Training.Trainer;

namespace StavisLive.Training.Tests.Trainer;

public sealed class GazeDataTests : IDisposable
{
    private readonly GeneratedGaze _gaze = new(train: 1, val: 1);
    private readonly GeneratedClips _clips = new(("film", "train", false), ("talk", "val", false));

    public void Dispose()
    {
        _gaze.Dispose();
        _clips.Dispose();
    }

    [Fact]
    public async Task LoadAsync_ClipThatHardlyAnybodyLookedAt_IsRefusedByNameWhereAStageLearnsFromIt()
    {
        string[] looks = ["film,0.5,0.5,0.5", "film,0.5,0.6,0.5", "film,0.6,0.5,0.5", "talk,0.5,0.5,0.5"];
        File.WriteAllLines(_clips["fixations.csv"], looks.Prepend("clip,time,x,y"));

        (await LoadAsync(new MixConfig { Clips = 0 })).Dispose();
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => LoadAsync(new MixConfig { Clips = 1 }));

        Assert.StartsWith("No frame of film has the 4 fixations that an example needs", refused.Message);
    }

    [Fact]
    public async Task LoadAsync_ClipsAlone_NeedNoPhotographs()
    {
        using var data = await LoadAsync(new MixConfig { Photographs = 0, Clips = 1 }, gaze: null);

        Assert.Equal(1, data.Examples(new StageConfig { Batch = 1, Mix = new MixConfig { Photographs = 0, Clips = 1 } }, seed: 1).Count);
        Assert.Equal("clips", data.Validation.Load(0, frames: 1)!.Group);
    }

    [Fact]
    public async Task LoadAsync_NothingIsLearnedFromPhotographs_ThoseToLearnAreNotRead()
    {
        File.WriteAllText(_gaze["images/made-0.png"], "no picture");

        (await LoadAsync(new MixConfig { Photographs = 0, Clips = 1 })).Dispose();
        await Assert.ThrowsAsync<SourceException>(() => LoadAsync(new MixConfig { Photographs = 1, Clips = 1 }));
    }

    private Task<GazeData> LoadAsync(MixConfig mix) => LoadAsync(mix, _gaze.Path);

    private Task<GazeData> LoadAsync(MixConfig mix, string? gaze)
    {
        var config = new TrainingConfig
        {
            Data = new DataConfig { Gaze = gaze, Clips = _clips.Path }, Output = _gaze["out"],
            Stages = [new StageConfig { Name = "video", Mix = mix }],
        };
        return GazeData.LoadAsync(config, NullLogger.Instance, TestContext.Current.CancellationToken);
    }
}
