using System.Globalization;

namespace StavisLive.Core.Configuration.Sources;

/// <summary>Width and height of a picture in pixels.</summary>
public readonly record struct PictureSize(int Width, int Height)
{
    // No camera has more, and a mistyped number must not ask for terabytes.
    private const int Largest = 16_384;

    /// <summary>Reads <c>1280x720</c>; null where it is not that.</summary>
    public static PictureSize? Parse(string text) =>
        text.Split('x', 'X') is [var width, var height] && Side(width) is { } across && Side(height) is { } down ? new PictureSize(across, down) : null;

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Width}x{Height}");

    private static int? Side(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var side) && side is >= 1 and <= Largest ? side : null;
}
