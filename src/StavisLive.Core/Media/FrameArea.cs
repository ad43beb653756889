using System.Drawing;
using System.Globalization;
using System.Text.Json.Serialization;

namespace StavisLive.Core.Media;

/// <summary>A rectangle in fractions of the whole frame, from its upper left corner: the same place whatever the frame's size.</summary>
public sealed record FrameArea
{
    // 0.7 + 0.3 may come out above 1 by a rounding error; a millionth is less than a pixel of any camera.
    private const double Tolerance = 1e-6;

    /// <summary>Left edge, 0 to 1.</summary>
    public double X { get; init; }

    /// <summary>Upper edge, 0 to 1.</summary>
    public double Y { get; init; }

    /// <summary>Width, above 0.</summary>
    public double Width { get; init; }

    /// <summary>Height, above 0.</summary>
    public double Height { get; init; }

    /// <summary>Whether it has pixels and lies within the frame.</summary>
    [JsonIgnore]
    public bool IsWithinFrame =>
        X >= 0 && Y >= 0 && Width > 0 && Height > 0 && X + Width <= 1 + Tolerance && Y + Height <= 1 + Tolerance;

    /// <summary>Reads <c>X,Y,W,H</c>; null where that is not four numbers.</summary>
    public static FrameArea? Parse(string text) =>
        ParseNumbers(text) is [var x, var y, var width, var height] ? new FrameArea { X = x, Y = y, Width = width, Height = height } : null;

    /// <summary>Reads numbers with commas between them; null where one is none.</summary>
    internal static double[]? ParseNumbers(string text)
    {
        var words = text.Split(',');
        var numbers = new double[words.Length];
        for (var index = 0; index < numbers.Length; index++)
        {
            if (!double.TryParse(words[index], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[index])) return null;
        }
        return numbers;
    }

    /// <summary>The pixels nearest to the area in a frame of the given size, at least one.</summary>
    public Rectangle Nearest(int width, int height) => Within(
        width, height, Math.Round(X * width), Math.Round(Y * height), Math.Round((X + Width) * width), Math.Round((Y + Height) * height));

    /// <inheritdoc />
    public override string ToString() => FormattableString.Invariant($"{X},{Y},{Width},{Height}");

    private static Rectangle Within(int width, int height, double left, double top, double right, double bottom)
    {
        var (x, y) = ((int)Math.Clamp(left, 0, width - 1), (int)Math.Clamp(top, 0, height - 1));
        return Rectangle.FromLTRB(x, y, (int)Math.Clamp(right, x + 1, width), (int)Math.Clamp(bottom, y + 1, height));
    }
}
