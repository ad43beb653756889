using Microsoft.Extensions.Logging.Abstractions;
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

    private Task<GazeData> LoadAsync(MixConfig mix)
    {
        var config = new TrainingConfig
        {
            Data = new DataConfig { Gaze = _gaze.Path, Clips = _clips.Path }, Output = _gaze["out"],
            Stages = [new StageConfig { Name = "video", Mix = mix }],
        };
        return GazeData.LoadAsync(config, NullLogger.Instance, TestContext.Current.CancellationToken);
    }
}
