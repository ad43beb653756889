namespace StavisLive.Core.Media;

/// <summary>How much wider than high a pixel is shown, as a fraction: 64:45 for widescreen PAL. The default value is a square.</summary>
/// <param name="Width">Its upper part.</param>
/// <param name="Height">Its lower part.</param>
public readonly record struct PixelAspect(int Width, int Height)
{
    /// <summary>Whether pixels are as wide as high.</summary>
    public bool IsSquare => Width == Height;

    /// <summary>That of the picture turned by a quarter.</summary>
    public PixelAspect Turned => new(Height, Width);

    /// <inheritdoc />
    /// <remarks>Not the record's own, which would write <see cref="Turned"/> as well, and that one's, without end.</remarks>
    public override string ToString() => $"{Width}:{Height}";

    /// <summary>Reads a fraction such as <c>64:45</c>; a square where it is none.</summary>
    public static PixelAspect Parse(string? text) =>
        text?.Split(':') is [var width, var height] && int.TryParse(width, out var upper) && int.TryParse(height, out var lower) && upper > 0 && lower > 0
            ? new(upper, lower)
            : default;

    /// <summary>The simplest fraction by which so many columns are shown as so many, to the nearest.</summary>
    public static PixelAspect Of(int columns, int shown)
    {
        if (columns == shown || columns <= 0 || shown <= 0) return default;
        var (lowest, highest) = ((shown - 0.5) / columns, (shown + 0.5) / columns);
        for (var lower = 1; lower < columns; lower++)
        {
            var upper = (int)Math.Ceiling(lowest * lower);
            if (upper > 0 && upper < highest * lower) return new(upper, lower);
        }
        return new(shown, columns);
    }
}
