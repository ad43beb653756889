using OpenCvSharp;
using StavisLive.Media.Rendering;

namespace StavisLive.Media.Tests.Rendering;

public sealed class PictureFitterTests
{
    private static readonly Vec3b Black = new(0, 0, 0);
    private static readonly Vec3b Colour = new(40, 90, 150);

    [Theory]
    [InlineData(640, 480, 0, 0)]
    [InlineData(640, 360, 0, 30)]
    [InlineData(100, 200, 100, 0)]
    public void Fit_OtherSize_IsWholeInTheMiddleBetweenBlackBars(int width, int height, int left, int top)
    {
        using var fitter = new PictureFitter(320, 240);
        using var picture = new Mat(height, width, MatType.CV_8UC3, new Scalar(40, 90, 150));

        var fitted = fitter.Fit(picture);

        Assert.Equal(new Size(320, 240), fitted.Size());
        Assert.Equal(Colour, fitted.At<Vec3b>(top, left));
        Assert.Equal(Colour, fitted.At<Vec3b>(239 - top, 319 - left));
        if (left > 0) Assert.Equal((Black, Black), (fitted.At<Vec3b>(120, left - 1), fitted.At<Vec3b>(120, 320 - left)));
        if (top > 0) Assert.Equal((Black, Black), (fitted.At<Vec3b>(top - 1, 160), fitted.At<Vec3b>(240 - top, 160)));
    }

    [Theory]
    [InlineData(320, 240, 2, 0, 60)]
    [InlineData(320, 240, 0.5, 80, 0)]
    [InlineData(160, 240, 2, 0, 0)]
    public void Fit_PixelsOfAnotherShape_IsShownUndistorted(int width, int height, double stretch, int left, int top)
    {
        using var fitter = new PictureFitter(320, 240);
        using var picture = new Mat(height, width, MatType.CV_8UC3, new Scalar(40, 90, 150));

        var fitted = fitter.Fit(picture, stretch);

        Assert.Equal(Colour, fitted.At<Vec3b>(top, left));
        Assert.Equal(Colour, fitted.At<Vec3b>(239 - top, 319 - left));
        if (left > 0) Assert.Equal(Black, fitted.At<Vec3b>(120, left - 1));
        if (top > 0) Assert.Equal(Black, fitted.At<Vec3b>(top - 1, 160));
    }

    [Fact]
    public void Fit_SameSize_IsThePictureItself()
    {
        using var fitter = new PictureFitter(320, 240);
        using var picture = new Mat(240, 320, MatType.CV_8UC3, new Scalar(40, 90, 150));

        Assert.Same(picture, fitter.Fit(picture));
    }
}
