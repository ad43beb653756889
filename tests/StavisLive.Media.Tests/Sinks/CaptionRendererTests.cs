using OpenCvSharp;
using StavisLive.Core.Pipeline;
using StavisLive.Core.Supervision;
using StavisLive.Media.Sinks;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sinks;

public sealed class CaptionRendererTests
{
    [Fact]
    public void Parts_Result_TellRateDelayStateAndSound()
    {
        using var result = TestResults.Make(0, [0.5f]) with { State = MapState.Warming, Sound = SoundState.Silent };

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
