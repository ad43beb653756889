using System.Text.Json;
using System.Text.Json.Serialization;

namespace StavisLive.Core.Media;

/// <summary>A point in fractions of the whole frame, from its upper left corner; in a configuration <c>[x, y]</c>.</summary>
[JsonConverter(typeof(Converter))]
public readonly record struct FramePoint(double X, double Y)
{
    /// <summary>Whether it lies within the frame or on its edge.</summary>
    public bool IsWithinFrame => X is >= 0 and <= 1 && Y is >= 0 and <= 1;

    /// <inheritdoc />
    public override string ToString() => FormattableString.Invariant($"{X},{Y}");

    private sealed class Converter : JsonConverter<FramePoint>
    {
        public override FramePoint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<double[]>(ref reader, options) is [var x, var y] ? new FramePoint(x, y) : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, FramePoint value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(value.X);
            writer.WriteNumberValue(value.Y);
            writer.WriteEndArray();
        }
    }
}
