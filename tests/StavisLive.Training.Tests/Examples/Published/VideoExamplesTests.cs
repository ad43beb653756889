using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Sources;
using StavisLive.Core.Windowing;
using StavisLive.Evaluation.Datasets.Published;
using StavisLive.Evaluation.Tests.Running;
using StavisLive.Scenes.Backgrounds;
using StavisLive.Training.Examples;
using StavisLive.Training.Examples.Published;

namespace StavisLive.Training.Tests.Examples.Published;

/// <summary>Examples from the published layout: a white square that moves four pixels of 128 a frame, in sight of everybody.</summary>
public sealed class VideoExamplesTests(ToyDatabase toy) : IClassFixture<ToyDatabase>
{
    private const double Step = 4 * Example.Side / 128.0; // of the square, in the network's columns

    private static readonly Augmentation Plain = new() { Flip = 0, WholeView = 1, Light = 0, Colour = 0, Grey = 0 };

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, -1)]
    public void Make_Crop_SquareMovesAndPeopleLookAtItInTheNinthFrame(double flip, int direction)
    {
        var source = Source(Plain with { Flip = flip }, frames: 16);
        var crops = new HashSet<int>();
        for (var number = 0; number < 12; number++)
        {
            var example = source.Make(number);
            Assert.Equal(16 * Example.PictureBytes, example.Pictures.Length);
            var places = Enumerable.Range(0, 16).Select(frame => SquareIn(example, frame)).ToList();
            Assert.All(places.Zip(places.Skip(1)), pair => Assert.Equal(direction * Step, pair.Second - pair.First, 1.2));
            Assert.Equal(places[8], PeakOf(example.Density), 1.5);
            Assert.Equal(example.Pictures, source.Make(number).Pictures);
            crops.Add((int)Math.Round(places[0]));
        }
        Assert.True(crops.Count > 3, "crops begin at different places");
    }

    [Fact]
    public void Make_SingleFrame_IsTheCropsMiddleOne()
    {
        var (clip, still) = (Source(Plain, frames: 16).Make(5), Source(Plain, frames: 1).Make(5));
        Assert.Equal(clip.Pictures[(8 * Example.PictureBytes)..(9 * Example.PictureBytes)], still.Pictures);
        Assert.Equal(clip.Density, still.Density);
        Assert.Equal(clip.Fixations, still.Fixations);
        Assert.True(still.Fixations.Sum() > 0);
    }

    [Fact]
    public async Task Excerpt_VideoWithAudio_LiesCentredAndShaped()
    {
        var videos = PublishedList.Read(toy.Folders, toy.List);
        var sounds = await AudioLibrary.LoadAsync(videos, TestContext.Current.CancellationToken);

        Assert.Null(sounds.Excerpt(videos[1], 1));
        Assert.Null(sounds.Excerpt(videos[0], 100));
        var excerpt = sounds.Excerpt(videos[0], 5)!;
        var heard = Enumerable.Range(0, excerpt.Length).Where(at => excerpt[at] != 0).ToList();
        Assert.Equal(16 * 22_050 / 25.0, heard[^1] - heard[0], 4.0);
        Assert.Equal(NetworkWindow.AudioLength / 2.0, (heard[^1] + heard[0]) / 2.0, 3.0);
        Assert.InRange(excerpt.Max(), 0.115 * 256, 0.13 * 256); // ffmpeg's sine has an eighth of full scale
    }

    [Fact]
    public void Make_DamagedFrame_StopsOrIsLeftOutAsAsked()
    {
        var scratch = Directory.CreateTempSubdirectory("stavis-bad-");
        try
        {
            var root = toy.CopyTo(Path.Combine(scratch.FullName, "set"));
            for (var number = 1; number <= ToyDatabase.Frames; number++)
                File.WriteAllText(Path.Combine(root, "video_frames", "TOY", "v1", $"img_{number:00000}.jpg"), "no picture");
            var list = Path.Combine(root, "TOY_list_test_fps.txt");
            var segments = PublishedList.Read(PublishedFolders.Of(root, list), list).SelectMany(VideoSegment.Of).ToList();

            VideoExamples Source(bool skipBad) => new(segments, sounds: null, Plain, frames: 1, skipBad, seed: 1, NullLogger.Instance);
            var error = Assert.Throws<SourceException>(() => { for (var number = 0; number < segments.Count; number++) Source(skipBad: false).Make(number); });
            Assert.Contains(Path.Combine("v1", "img_"), error.Message);
            for (var number = 0; number < segments.Count; number++) Assert.True(SquareIn(Source(skipBad: true).Make(number), 0) >= 0);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private VideoExamples Source(Augmentation augmentation, int frames) => new(
        [.. PublishedList.Read(toy.Folders, toy.List).SelectMany(VideoSegment.Of)], sounds: null, augmentation, frames, skipBad: false, seed: 3, NullLogger.Instance);

    // Mean column of what is bright.
    private static double SquareIn(Example example, int frame)
    {
        var picture = example.Pictures.AsSpan(frame * Example.PictureBytes, Example.PictureBytes);
        var columns = new List<int>();
        for (var at = 0; at < picture.Length; at += 3)
        {
            if (picture[at] > 200) columns.Add(at / 3 % Example.Side);
        }
        return columns.Average();
    }

    private static double PeakOf(float[] density) => Array.IndexOf(density, density.Max()) % Example.Side;
}
