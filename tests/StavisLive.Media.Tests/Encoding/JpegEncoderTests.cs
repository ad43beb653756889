using OpenCvSharp;
using StavisLive.Core.Media;
using StavisLive.Media.Encoding;
using StavisLive.Media.Rendering;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Encoding;

public sealed class JpegEncoderTests
{
    [Theory]
    [InlineData(0, 0, null, 180, 144)]
    [InlineData(64, 45, null, 256, 144)]
    [InlineData(45, 64, null, 180, 205)]
    [InlineData(64, 45, 128, 128, 72)]
    [InlineData(0, 0, 90, 90, 72)]
    public void Encode_MakesPixelsSquare_PictureIsAsWideAsItIsShown(int aspectWidth, int aspectHeight, int? maxWidth, int width, int height)
    {
        using var picture = Picture(aspectWidth, aspectHeight);

        Assert.Equal(new Size(width, height), SizeOf(new JpegEncoder { MakesPixelsSquare = true, MaxWidth = maxWidth }.Encode(picture)));
    }

    [Fact]
    public void Encode_ForARecording_KeepsThePixels()
    {
        using var picture = Picture(64, 45);

        Assert.Equal(new Size(180, 144), SizeOf(new JpegEncoder().Encode(picture)));
    }

    [Fact]
    public void Encode_Overlay_IsAsWideAsItIsShown()
    {
        using var picture = Picture(64, 45);
        using var map = SaliencyMap.Rent();
        map.Values.Clear();
        using var overlays = new OverlayPictures(new OverlayOptions(), maxWidth: 640);

        Assert.Equal(new Size(256, 144), SizeOf(overlays.Encode(picture, map, MediaTime.Zero)));
    }

    [Theory]
    [InlineData(0, 0, 90, 72)]
    [InlineData(64, 45, 128, 72)]
    public void Encode_OverlayOfALargePicture_IsThatOfThePictureAsItIsShown(int aspectWidth, int aspectHeight, int width, int height)
    {
        using var picture = Picture(aspectWidth, aspectHeight);
        using var small = new FramePool(width, height).Rent();
        using (var pixels = Mat.FromPixelData(144, 180, MatType.CV_8UC3, picture.Address))
        using (var shown = Mat.FromPixelData(height, width, MatType.CV_8UC3, small.Address))
            Cv2.Resize(pixels, shown, shown.Size(), 0, 0, InterpolationFlags.Area);
        using var map = SaliencyMap.Rent();
        TestResults.Blob(30, 60).CopyTo(map.Values);
        using var large = new OverlayPictures(new OverlayOptions(), width);
        using var expected = new OverlayPictures(new OverlayOptions(), width);

        Assert.Equal(expected.Encode(small, map, MediaTime.Zero), large.Encode(picture, map, MediaTime.Zero));
    }

    private static VideoFrame Picture(int aspectWidth, int aspectHeight)
    {
        var picture = TestResults.Picture(180, 144);
        picture.PixelAspect = new PixelAspect(aspectWidth, aspectHeight);
        return picture;
    }

    private static Size SizeOf(byte[] jpeg)
    {
        using var picture = Cv2.ImDecode(jpeg, ImreadModes.Color);
        return picture.Size();
    }
}
