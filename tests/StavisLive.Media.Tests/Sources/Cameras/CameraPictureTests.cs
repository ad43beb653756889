using OpenCvSharp;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Media.Sources.Cameras;

namespace StavisLive.Media.Tests.Sources.Cameras;

public sealed class CameraPictureTests
{
    private readonly FramePool _frames = new(4, 2);

    [Fact]
    public void Copy_PictureInColour_HasItsPixels()
    {
        using var picture = new Mat(2, 4, MatType.CV_8UC3, new Scalar(10, 20, 30));

        Assert.Equal(Enumerable.Repeat<byte[]>([10, 20, 30], 8).SelectMany(pixel => pixel), PixelsOf(picture));
    }

    [Fact]
    public void Copy_PictureOfAMonochromeCamera_IsGrey()
    {
        using var picture = new Mat(2, 4, MatType.CV_8UC1, new Scalar(200));

        Assert.Equal(Enumerable.Repeat((byte)200, 24), PixelsOf(picture));
    }

    [Fact]
    public void Copy_PixelsOfAnotherKind_AreRefused()
    {
        using var picture = new Mat(2, 4, MatType.CV_16UC1);

        Assert.Contains("CV_16UC1", Assert.Throws<SourceException>(() => CameraPicture.Copy(picture, _frames, "0")).Message);
    }

    private byte[] PixelsOf(Mat picture)
    {
        using var frame = CameraPicture.Copy(picture, _frames, "0");
        return frame.Pixels.ToArray();
    }
}
