using System.Globalization;
using OpenCvSharp;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;

namespace StavisLive.Media.Sinks.Display;

/// <summary>Writes a stream's numbers into the corner of its picture: rate, capture-to-map, states, audio and how loud it is.</summary>
internal static class CaptionRenderer
{
    private const HersheyFonts Font = HersheyFonts.HersheySimplex;

    // Height of this font's capitals at scale 1.
    private const double FontHeight = 21;

    // Parts of the picture's height; at 720 lines letters of 18 pixels. Smaller ones than the smallest cannot be read.
    private const double LetterHeight = 1.0 / 40;
    private const double SmallestLetters = 9;

    // In letters: from line to line, between two parts of a line, and around the whole.
    private const double Leading = 1.9;
    private const double Gap = 1.2;
    private const double Margin = 0.9;

    // What is left of the picture behind the letters: they read on any ground, and it still shows.
    private const double Dimmed = 0.35;

    // The meter's height in letters, and what its left end stands for: below that a room is quiet.
    private const double MeterHeight = 0.45;
    private const double QuietLevel = -60;

    // Speech into a well-set microphone peaks at -20 to -10 dB; at full scale audio is cut off.
    private const double LoudLevel = -9;
    private const double ClippedLevel = -0.5;

    private static readonly Scalar Bright = new(255, 255, 255);

    /// <summary>Draws the caption of a result that arrives at <paramref name="rate"/> frames per second.</summary>
    public static void Draw(Mat canvas, SaliencyResult result, double rate)
    {
        var letters = Math.Max(SmallestLetters, canvas.Height * LetterHeight);
        var words = Arrange(Parts(result, rate), letters, canvas.Width);
        var meter = result.AudioLevel is null ? 0 : (MeterHeight + Margin) * letters;
        var panel = new Rect(
            0,
            0,
            (int)(words.Max(word => word.Right) + (Margin * letters)),
            (int)(words[^1].Baseline + (Margin * letters) + meter));
        using (var ground = new Mat(canvas, panel.Intersect(new Rect(0, 0, canvas.Width, canvas.Height))))
            ground.ConvertTo(ground, ground.Type(), Dimmed);

        var line = Math.Max(1, (int)Math.Round(letters / 10));
        foreach (var word in words)
            Cv2.PutText(canvas, word.Text, new Point(word.Left, word.Baseline), Font, letters / FontHeight, Bright, line, LineTypes.AntiAlias);
        if (result.AudioLevel is { } level) DrawMeter(canvas, level, panel, letters);
    }

    // A bar along the caption's lower edge, from -60 dB on the left to full scale on the right.
    private static void DrawMeter(Mat canvas, double level, Rect panel, double letters)
    {
        var margin = Margin * letters;
        var full = panel.Width - (2 * margin);
        var bar = new Rect(
            (int)margin,
            (int)(panel.Bottom - margin - (MeterHeight * letters)),
            (int)Math.Round(full * Math.Clamp(1 - (level / QuietLevel), 0, 1)),
            (int)Math.Max(1, MeterHeight * letters));
        if (bar.Width > 0) Cv2.Rectangle(canvas, bar, ColourOf(level), thickness: -1);
    }

    private static Scalar ColourOf(double level) => level switch
    {
        >= ClippedLevel => new Scalar(60, 60, 255),
        >= LoudLevel => new Scalar(60, 200, 255),
        _ => new Scalar(80, 210, 80),
    };

    /// <summary>What the caption says, part by part.</summary>
    internal static string[] Parts(SaliencyResult result, double rate) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"{rate:0.0} fps"),
        string.Create(CultureInfo.InvariantCulture, $"capture-to-map {result.CaptureToMap.TotalMilliseconds:0} ms"),
        Lower(result.State),
        $"sound {Lower(result.Audio)}",
        // What is as it should be is not worth the room.
        .. result.Source == SourceState.Live ? Array.Empty<string>() : [$"source {Lower(result.Source)}"],
    ];

    /// <summary>Lays the parts out from the left, in as many lines as the width asks for.</summary>
    private static List<PlacedText> Arrange(string[] parts, double letters, int width)
    {
        var words = new List<PlacedText>();
        var (left, baseline) = (Margin * letters, (1 + Margin) * letters);
        foreach (var part in parts)
        {
            var length = Cv2.GetTextSize(part, Font, letters / FontHeight, 1, out _).Width;
            if (words.Count > 0 && left + length + (Margin * letters) > width)
                (left, baseline) = (Margin * letters, baseline + (Leading * letters));
            words.Add(new PlacedText(part, left, left + length, baseline));
            left += length + (Gap * letters);
        }
        return words;
    }

    private static string Lower<T>(T state)
        where T : struct, Enum => state.ToString().ToLowerInvariant();

    /// <summary>A part of the caption in its place, in pixels.</summary>
    private readonly record struct PlacedText(string Text, double Left, double Right, double Baseline);
}
