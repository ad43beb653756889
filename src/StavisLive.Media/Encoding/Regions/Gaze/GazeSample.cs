using System.Globalization;

namespace StavisLive.Media.Encoding.Regions.Gaze;

/// <summary>Where somebody looked at a moment.</summary>
/// <param name="Time">In seconds, on the eye tracker's own clock, or on the picture's time line.</param>
/// <param name="X">From the left edge, 0 to 1; anything else, and NaN, is beside the picture or a blink.</param>
/// <param name="Y">From the upper edge, 0 to 1.</param>
internal readonly record struct GazeSample(double Time, double X, double Y)
{
    /// <summary>Whether it lies on the picture.</summary>
    public bool IsOnPicture => X is >= 0 and <= 1 && Y is >= 0 and <= 1;

    /// <summary>Reads a line <c>t x y</c>, with blanks, tabs or commas between; null where it is none.</summary>
    public static GazeSample? Parse(ReadOnlySpan<char> line)
    {
        Span<Range> words = stackalloc Range[4];
        if (line.SplitAny(words, " \t,;\r", StringSplitOptions.RemoveEmptyEntries) < 3) return null;
        return Read(line[words[0]], out var time) && double.IsFinite(time) && Read(line[words[1]], out var x) && Read(line[words[2]], out var y)
            ? new GazeSample(time, x, y)
            : null;
    }

    private static bool Read(ReadOnlySpan<char> word, out double value) => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
