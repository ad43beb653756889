using System.Text.Json.Serialization;

namespace StavisLive.Core.Media;

/// <summary>What of a frame is hidden: a rectangle or a polygon, in fractions of the whole frame, whatever the frame's size.</summary>
public sealed record FrameMask
{
    /// <summary>Left edge of a rectangle, 0 to 1.</summary>
    public double X { get; init; }

    /// <summary>Upper edge of a rectangle, 0 to 1.</summary>
    public double Y { get; init; }

    /// <summary>Width of a rectangle, above 0.</summary>
    public double Width { get; init; }

    /// <summary>Height of a rectangle, above 0.</summary>
    public double Height { get; init; }

    /// <summary>Corners of a polygon, in either direction, which takes the place of the rectangle; empty: the rectangle.</summary>
    public ValueList<FramePoint> Polygon { get; init; } = [];

    /// <summary>The corners, whatever it is.</summary>
    [JsonIgnore]
    public IReadOnlyList<FramePoint> Corners => Polygon.Count > 0
        ? Polygon
        : [new(X, Y), new(X + Width, Y), new(X + Width, Y + Height), new(X, Y + Height)];

    /// <summary>What is wrong with it, as the end of a sentence; null when it hides something and lies within the frame.</summary>
    [JsonIgnore]
    public string? Problem
    {
        get
        {
            if (Polygon.Count == 0) return Rectangle.IsWithinFrame ? null : $"{this} does not";
            if ((X, Y, Width, Height) != (0, 0, 0, 0)) return "it is a rectangle (x, y, width, height) or a polygon, not both";
            if (Polygon.Count < 3) return $"a polygon has three corners or more, not {Polygon.Count}";
            if (Polygon.Any(corner => !corner.IsWithinFrame)) return $"the corner {Polygon.First(corner => !corner.IsWithinFrame)} lies outside of the frame";
            return Polygon.Distinct().Count() < 3 || IsLine ? $"the corners {this} lie on one line" : null;
        }
    }

    private FrameArea Rectangle => new() { X = X, Y = Y, Width = Width, Height = Height };

    private bool IsLine
    {
        get
        {
            var (first, second) = (Polygon[0], Polygon.FirstOrDefault(corner => corner != Polygon[0]));
            return Polygon.All(corner => (second.X - first.X) * (corner.Y - first.Y) == (second.Y - first.Y) * (corner.X - first.X));
        }
    }

    /// <summary>Reads <c>X,Y,W,H</c>, or the corners <c>X,Y,X,Y,X,Y,...</c> of a polygon; null where it is neither.</summary>
    public static FrameMask? Parse(string text) => FrameArea.ParseNumbers(text) switch
    {
        [var x, var y, var width, var height] => new FrameMask { X = x, Y = y, Width = width, Height = height },
        { Length: >= 6 } numbers when numbers.Length % 2 == 0 => new FrameMask { Polygon = [.. numbers.Chunk(2).Select(pair => new FramePoint(pair[0], pair[1]))] },
        _ => null,
    };

    /// <inheritdoc />
    public override string ToString() => Polygon.Count > 0 ? string.Join(',', Polygon) : Rectangle.ToString();
}
