using StavisLive.Scenes.Backgrounds;
using StavisLive.Training.Examples;
using StavisLive.Training.Trainer.Validation;

namespace StavisLive.Training.Tests.Trainer.Validation;

public sealed class StillClipsTests
{
    [Fact]
    public void Load_NamesThatTellNoSet_AreOneSet()
    {
        var clips = new StillClips([Still("IMG_1", ""), Still("IMG_2", ""), Still("osie-1", "osie")]);

        var groups = Enumerable.Range(0, clips.Count).Select(number => clips.Load(number, frames: 1).Group);
        Assert.Equal(["photographs", "photographs", "osie"], groups);
    }

    private static StillPicture Still(string name, string group) => new(name, group, new DecodedPicture(new byte[8 * 8 * 3], 8, 8), []);
}
