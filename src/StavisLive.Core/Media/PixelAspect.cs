using System.Numerics;

namespace StavisLive.Core.Media;

/// <summary>How much wider than high a pixel is shown, as a fraction: 64:45 for widescreen PAL. The default value is a square.</summary>
/// <param name="Width">Its upper part.</param>
/// <param name="Height">Its lower part.</param>
public readonly record struct PixelAspect(int Width, int Height)
{
    // The widest of a standard are twice as wide as high; what claims more is damaged, and would be stretched into no memory.
    private const int MostStretch = 8;

    /// <summary>Whether pixels are as wide as high.</summary>
    public bool IsSquare => Width == Height;

    /// <summary>That of the picture turned by a quarter.</summary>
    public PixelAspect Turned => new(Height, Width);

    /// <summary>How large a picture is with square pixels: stretched in one direction, squeezed in none.</summary>
    /// <param name="columns">Pixels per row.</param>
    /// <param name="rows">Rows.</param>
    public (int Width, int Height) Shown(int columns, int rows) => this switch
    {
        { IsSquare: true } => (columns, rows),
        _ when Width > Height => ((int)Math.Round((double)columns * Width / Height), rows),
        _ => (columns, (int)Math.Round((double)rows * Height / Width)),
    };

    /// <inheritdoc />
    /// <remarks>Not the record's own, which would write <see cref="Turned"/> as well, and that one's, without end.</remarks>
    public override string ToString() => $"{Width}:{Height}";

    /// <summary>Reads a fraction such as <c>64:45</c>; a square where it is none that pixels may have.</summary>
    public static PixelAspect Parse(string? text) =>
        text?.Split(':') is [var width, var height] && int.TryParse(width, out var upper) && int.TryParse(height, out var lower)
            ? Plausible(upper, lower)
            : default;

    /// <summary>That of a picture of so many columns and rows that is shown in a given proportion; a square where there can be no such.</summary>
    /// <param name="columns">Pixels per row.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="shownWidth">How wide it is shown, in any unit.</param>
    /// <param name="shownHeight">How high, in the same unit.</param>
    public static PixelAspect Of(int columns, int rows, int shownWidth, int shownHeight)
    {
        if (columns <= 0 || rows <= 0 || shownWidth <= 0 || shownHeight <= 0) return default;
        var (upper, lower) = ((long)shownWidth * rows, (long)shownHeight * columns);
        var common = (long)BigInteger.GreatestCommonDivisor(upper, lower);
        (upper, lower) = (upper / common, lower / common);
        return Plausible(upper, lower);
    }

    private static PixelAspect Plausible(long upper, long lower) =>
        upper is > 0 and <= int.MaxValue && lower is > 0 and <= int.MaxValue && upper != lower && upper <= MostStretch * lower && lower <= MostStretch * upper
            ? new((int)upper, (int)lower)
            : default;
}
