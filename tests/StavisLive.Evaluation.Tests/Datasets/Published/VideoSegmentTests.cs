using StavisLive.Evaluation.Datasets.Published;

namespace StavisLive.Evaluation.Tests.Datasets.Published;

public sealed class VideoSegmentTests
{
    [Theory]
    [InlineData(10, "1+10")]
    [InlineData(16, "1+16")]
    [InlineData(90, "1+90 75+16")]
    [InlineData(89, "1+89")] // 15 frames behind the 74th: they lie in the first segment
    [InlineData(200, "1+90 75+90 149+52")]
    public void Of_Video_NinetyFramesEverySeventyFour(int frames, string expected)
    {
        var segments = VideoSegment.Of(Video(frames)).ToList();
        Assert.Equal(expected, string.Join(' ', segments.Select(segment => $"{segment.First}+{segment.Frames}")));
    }

    [Theory]
    [InlineData(90)]
    [InlineData(333)]
    public void FrameOf_AllCropsOfAllSegments_AreAllSixteensInARow(int frames)
    {
        var firsts = VideoSegment.Of(Video(frames)).SelectMany(segment => Enumerable.Range(0, segment.Crops).Select(crop => segment.FrameOf(crop, 0)));
        Assert.Equal(Enumerable.Range(1, frames - 15), firsts.Distinct().Order());
    }

    [Fact]
    public void FrameOf_VideoShorterThanACrop_RepeatsItsLastFrame()
    {
        var segment = Assert.Single(VideoSegment.Of(Video(3)));
        Assert.Equal(1, segment.Crops);
        Assert.Equal([1, 2, 3, 3], Enumerable.Range(0, 4).Select(frame => segment.FrameOf(0, frame)));
    }

    private static PublishedVideo Video(int frames) => new(new PublishedFolders("frames", "sound", "annotations"), new FoldEntry("v", frames, 25));
}
