using OpenCvSharp;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Media.Sinks.Display;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sinks.Display;

public sealed class CaptionRendererTests
{
    [Fact]
    public void Parts_Result_TellRateDelayStateAndAudio()
    {
        using var result = TestResults.Make(0, [0.5f]) with { State = MapState.Warming, Audio = AudioState.Silent };

        Assert.Equal(["24.9 fps", "capture-to-map 88 ms", "warming", "sound silent"], CaptionRenderer.Parts(result, 24.94));
    }

    [Fact]
    public void Parts_SourceInTrouble_SaysSo()
    {
        using var result = TestResults.Make(0, [0.5f]) with { Source = SourceState.Reconnecting };

        Assert.Equal("source reconnecting", CaptionRenderer.Parts(result, 0)[^1]);
    }

    [Theory]
    [InlineData(1280, 720, 1)]
    [InlineData(640, 360, 1)]
    [InlineData(320, 240, 2)]
    [InlineData(160, 120, 3)]
    public void Draw_AnySize_StaysInThePictureInAsManyLinesAsItTakes(int width, int height, int lines)
    {
        using var result = TestResults.Make(0, [0.5f]) with { CaptureToMap = TimeSpan.FromMilliseconds(1234) };
        using var canvas = new Mat(height, width, MatType.CV_8UC3, new Scalar(200, 200, 200));

        CaptionRenderer.Draw(canvas, result, 25);

        // 200 dimmed to 35 % is the ground: as high as its lines, with room beside the letters.
        var letters = Math.Max(9, height / 40.0);
        Assert.Equal((1.9 * letters) + (1.9 * letters * (lines - 1)) + (0.9 * letters), Ground(canvas, down: true), 2.0);
        Assert.InRange(Ground(canvas, down: false), width / 2, width);
    }

    [Theory]
    [InlineData(-60.0, 0.0, 80)]
    [InlineData(-30.0, 0.5, 80)]
    [InlineData(-3.0, 0.95, 60)]
    [InlineData(0.0, 1.0, 60)]
    public void Draw_AudioLevel_IsABarOfItsLength(double level, double share, int blue)
    {
        using var result = TestResults.Make(0, [0.5f]) with { AudioLevel = level };
        using var canvas = new Mat(720, 1280, MatType.CV_8UC3, new Scalar(200, 200, 200));

        CaptionRenderer.Draw(canvas, result, 25);

        var width = Ground(canvas, down: false);
        var row = Ground(canvas, down: true) - (int)(1.1 * 18);
        var bar = Enumerable.Range(0, width).Count(x => canvas.At<Vec3b>(row, x) is var pixel && pixel.Item0 == blue && pixel.Item1 > 60 | pixel.Item2 > 200);
        Assert.Equal(share * (width - (2 * 0.9 * 18)), bar, 2.0);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(40, 30)]
    public void Draw_PictureTooSmallForLetters_DrawsWhatFits(int width, int height)
    {
        using var result = TestResults.Make(0, [0.5f]);
        using var canvas = new Mat(height, width, MatType.CV_8UC3, new Scalar(200, 200, 200));

        CaptionRenderer.Draw(canvas, result, 25);

        Assert.Equal(new Size(width, height), canvas.Size());
    }

    private static int Ground(Mat canvas, bool down) =>
        Enumerable.Range(0, down ? canvas.Height : canvas.Width).Count(at => canvas.At<Vec3b>(down ? at : 0, down ? 0 : at).Item0 == 70);
}
