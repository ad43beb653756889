using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Evaluation.Tests.Running;
using StavisLive.Scenes.Backgrounds;
using StavisLive.Training.Examples;
using StavisLive.Training.Examples.Clips;
using StavisLive.Training.Tests.Trainer;

namespace StavisLive.Training.Tests.Examples.Clips;

public sealed class ClipExamplesTests : IDisposable
{
    private static readonly Augmentation None = new() { Flip = 0, WholeView = 1, Light = 0, Colour = 0, Grey = 0 };

    private readonly GeneratedClips _folder = new(("made-silent", "train", false), ("made-loud", "val", true));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Make_AnyWindow_DensityLiesWhereTheSquareIsInTheMiddleFrame()
    {
        using var clip = await OpenAsync("train");
        var examples = new ClipExamples([clip], None, NetworkWindow.Frames, strangers: null, seed: 1);
        for (var number = 0; number < 40; number++)
        {
            var example = examples.Make(number);
            var middle = example.Pictures.AsSpan(ClipWindow.MiddleSlot * Example.PictureBytes, Example.PictureBytes).ToArray();

            Assert.Equal(BrightestColumn(middle), PeakColumn(example.Density), 12.0); // a fixation lasts 0.2 s, in which the square goes 6 columns
            Assert.Equal(1, example.Density.Max());
            Assert.True(example.IsReal);
            Assert.Null(example.Audio);
        }
    }

    [Fact]
    public async Task Make_Mirrored_DensityIsMirroredToo()
    {
        using var clip = await OpenAsync("train");
        var examples = new ClipExamples([clip], None with { Flip = 1 }, 1, strangers: null, seed: 2);

        var example = examples.Make(0);

        Assert.Equal(BrightestColumn(example.Pictures), PeakColumn(example.Density), 12.0);
        Assert.NotEqual(PeakColumn(new ClipExamples([clip], None, 1, strangers: null, seed: 2).Make(0).Density), PeakColumn(example.Density));
    }

    [Fact]
    public async Task Make_SameNumber_SameExample()
    {
        using var clip = await OpenAsync("train");
        var examples = new ClipExamples([clip], new Augmentation(), NetworkWindow.Frames, new StrangeAudio(0.5, speech: null), seed: 3);

        Assert.Equal(examples.Make(7).Pictures, examples.Make(7).Pictures);
        Assert.NotEqual(examples.Make(7).Pictures, examples.Make(8).Pictures);
    }

    [Fact]
    public async Task Make_ClipWithSound_HeardAtItsOwnSpeedOnly()
    {
        using var clip = await OpenAsync("val");
        var examples = new ClipExamples([clip], None, NetworkWindow.Frames, new StrangeAudio(1, speech: null), seed: 4);

        var heard = Enumerable.Range(0, 30).Select(number => examples.Make(number).Audio).ToList();

        Assert.Contains(heard, audio => audio is null);
        Assert.All(heard.OfType<float[]>(), audio => Assert.Equal(NetworkWindow.AudioLength, audio.Length));
        Assert.InRange(heard.OfType<float[]>().Count(), 8, 22); // about half
    }

    [Fact]
    public async Task Make_ClipWatchedForItsFirstTenth_EveryExampleHasFixations()
    {
        using var clip = await OpenAsync("train");
        var watched = clip with { Looks = [.. clip.Looks.Where(look => look.Seconds < 0.1)] };
        var examples = new ClipExamples([watched], new Augmentation(), 1, strangers: null, seed: 1);

        for (var number = 0; number < 1000; number++)
            Assert.InRange(examples.Make(number).Fixations.Sum(), ClipExamples.FewestLooks, GeneratedClips.Observers);
    }

    [Fact]
    public async Task OpenAsync_SecondTime_NothingIsDecodedAgain()
    {
        (await OpenAsync("train")).Dispose();
        var decoded = Assert.Single(Directory.GetFiles(_folder["cache"]));
        File.WriteAllBytes(decoded, new byte[192 * 144 * 3 * 3]);

        using var clip = await OpenAsync("train");

        Assert.Equal(3, clip.Frames.Count);
    }

    [Fact]
    public async Task OpenAsync_SoundBeginsAfterThePictures_IsHeardInItsPlace()
    {
        File.Move(_folder["clips/made-loud.mp4"], _folder["whole.mp4"]);
        await Ffmpeg.RunAsync("-i", _folder["whole.mp4"], "-itsoffset", "0.5", "-i", _folder["whole.mp4"], "-map", "0:v", "-map", "1:a", "-c", "copy", _folder["clips/made-loud.mp4"]);

        using var clip = await OpenAsync("val");

        Assert.InRange(Array.FindIndex(clip.Audio!, sample => Math.Abs((int)sample) > 600) / (double)AudioFormat.SampleRate, 0.45, 0.55);
    }

    [Theory]
    [InlineData(1, 8, 8)]
    [InlineData(1, 0, 0)]
    [InlineData(-1, 0, 16)]
    [InlineData(2, 15, 22)]
    [InlineData(0.5, 0, 4)]
    public async Task At_Speed_WhichPictureASlotShows(double speed, int slot, int expected)
    {
        using var clip = await OpenAsync("train");

        Assert.Equal(expected, new ClipWindow(8, speed).At(clip, slot));
    }

    private async Task<LibraryClip> OpenAsync(string split) =>
        Assert.Single(
            await ClipLibrary.OpenAsync(_folder.Path, split, _folder["cache"], areLearned: true, TestContext.Current.CancellationToken));

    private static double BrightestColumn(byte[] picture)
    {
        var (sum, columns) = (0.0, 0.0);
        for (var pixel = 0; pixel < Example.Side * Example.Side; pixel++)
        {
            if (picture[pixel * 3] < 200) continue;
            sum++;
            columns += pixel % Example.Side;
        }
        return columns / sum;
    }

    private static double PeakColumn(float[] density) => Array.IndexOf(density, density.Max()) % Example.Side;
}
