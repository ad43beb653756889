using System.Globalization;
using OpenCvSharp;
using StavisLive.Core.Pipeline;

namespace StavisLive.Media.Sinks;

/// <summary>Writes a stream's numbers into the corner of its picture: rate, capture-to-map, state, sound.</summary>
internal static class CaptionRenderer
{
    // Parts of the picture's height; at 720 lines letters of 18 pixels.
    private const double LetterHeight = 1.0 / 40;
    private const int SmallestLetters = 9;

    // Height of this font's capitals at scale 1 (OpenCV's Hershey Simplex).
    private const double FontHeight = 21;

    private static readonly Scalar Dark = new(24, 24, 24);
    private static readonly Scalar Bright = new(255, 255, 255);

    /// <summary>Draws the line for a result that arrives at <paramref name="rate"/> frames per second.</summary>
    public static void Draw(Mat canvas, SaliencyResult result, double rate)
    {
        var letters = Math.Max(SmallestLetters, canvas.Height * LetterHeight);
        var line = Math.Max(1, (int)Math.Round(letters / 9));
        var origin = new Point(letters, 2 * letters);
        // White within a dark outline reads on any ground.
        Put(canvas, Text(result, rate), origin, letters, Dark, line * 3);
        Put(canvas, Text(result, rate), origin, letters, Bright, line);
    }

    /// <summary>The line itself.</summary>
    internal static string Text(SaliencyResult result, double rate) => string.Create(
        CultureInfo.InvariantCulture,
        $"{rate:0.0} fps  capture-to-map {result.CaptureToMap.TotalMilliseconds:0} ms  {Word(result.State)}  sound {Word(result.Sound)}");

    private static string Word<T>(T state)
        where T : struct, Enum => state.ToString().ToLowerInvariant();

    private static void Put(Mat canvas, string text, Point origin, double letters, Scalar colour, int line) =>
        Cv2.PutText(canvas, text, origin, HersheyFonts.HersheySimplex, letters / FontHeight, colour, line, LineTypes.AntiAlias);
}
