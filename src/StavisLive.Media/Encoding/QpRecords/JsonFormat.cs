using System.Text.Json;
using StavisLive.Media.Encoding.Regions;

namespace StavisLive.Media.Encoding.QpRecords;

/// <summary>A line of JSON for each picture, with the rectangles that differ: for programs that fill libavcodec's <c>AVRegionOfInterest</c>, or anything else.</summary>
internal sealed class JsonFormat : QpFormat
{
    /// <inheritdoc />
    public override string Name => "json";

    /// <inheritdoc />
    private protected override int BlockSize => DeltaQpPlanner.UsualBlockSize;

    /// <inheritdoc />
    private protected override void Write(QpRecord record, long number, QpFileShape shape, Stream output)
    {
        CheckDeltas(record, number);
        var map = shape.HasSize ? new DeltaQpMap(shape.Width, shape.Height, BlockSize) : new DeltaQpMap(record.Columns * BlockSize, record.Rows * BlockSize, BlockSize);
        record.Deltas.CopyTo(map.Deltas);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteNumber("frame", number);
            json.WriteNumber("width", map.Width);
            json.WriteNumber("height", map.Height);
            json.WriteStartArray("regions");
            foreach (var region in new RegionList(map).Of(map)) Write(json, region);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }

    /// <inheritdoc />
    private protected override long Check(Stream file, string path, QpFileShape shape)
    {
        using var lines = new StreamReader(file);
        var number = 0L;
        for (; lines.ReadLine() is { } line; number++)
        {
            try
            {
                using var record = JsonDocument.Parse(line);
                Check(record.RootElement, number, shape);
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                throw Bad(number, $"is no JSON of a picture: {e.Message}");
            }
        }
        return number;
    }

    private static void Check(JsonElement record, long number, QpFileShape shape)
    {
        var (width, height) = (record.GetProperty("width").GetInt32(), record.GetProperty("height").GetInt32());
        if (shape.HasSize && (width, height) != (shape.Width, shape.Height)) throw Bad(number, $"is for {width}x{height} pixels");
        foreach (var (index, region) in record.GetProperty("regions").EnumerateArray().Index())
        {
            var (x, y) = (region.GetProperty("x").GetInt32(), region.GetProperty("y").GetInt32());
            var (across, down) = (region.GetProperty("width").GetInt32(), region.GetProperty("height").GetInt32());
            if (x < 0 || y < 0 || across < 1 || down < 1 || across > width - x || down > height - y) throw Bad(number, $"has a rectangle {index} that does not lie within {width}x{height}");
            if (region.GetProperty("delta").GetInt32() is < -MostDelta or > MostDelta) throw Bad(number, $"asks for more than {MostDelta} in rectangle {index}");
        }
    }

    private static void Write(Utf8JsonWriter json, RegionOfInterest region)
    {
        json.WriteStartObject();
        json.WriteNumber("x", region.Left);
        json.WriteNumber("y", region.Top);
        json.WriteNumber("width", region.Width);
        json.WriteNumber("height", region.Height);
        json.WriteNumber("delta", (int)MathF.Round(region.QuantizerOffset * MostDelta));
        json.WriteNumber("qoffset", Math.Round(region.QuantizerOffset, 6));
        json.WriteEndObject();
    }
}
