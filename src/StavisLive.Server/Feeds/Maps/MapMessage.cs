namespace StavisLive.Server.Feeds.Maps;

/// <summary>A map, and where asked for its picture, as everybody gets them. Thread-safe.</summary>
/// <param name="fields">The header's common fields (<see cref="MapHeader"/>), UTF-8.</param>
/// <param name="values">The map, <c>[112, 112]</c>; nobody changes it.</param>
/// <param name="picture">The picture as a JPEG file; null where only maps are wanted.</param>
/// <param name="capturedAt">When the frame was handed to the process: <see cref="TimeProvider.GetTimestamp"/>.</param>
internal sealed class MapMessage(byte[] fields, float[] values, byte[]? picture, long capturedAt)
{
    // Programs that watch the same source mostly ask for the same; who asks for something of his own gets it made for himself.
    private const int MostKept = 4;

    private readonly List<(MapFormat Format, byte[] Bytes)> _encoded = new(1);

    /// <summary>The header's common fields, UTF-8: the inner part of a JSON object.</summary>
    public byte[] Fields => fields;

    /// <summary>The map, <c>[112, 112]</c>; nobody changes it.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>The picture as a JPEG file; null where only maps are wanted.</summary>
    public byte[]? Picture => picture;

    /// <summary>When the frame was handed to the process: <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long CapturedAt => capturedAt;

    /// <summary>The map in a format, made once for everybody who asks. Nobody changes it.</summary>
    public byte[] Encode(MapFormat format)
    {
        lock (_encoded)
        {
            foreach (var (made, bytes) in _encoded)
            {
                if (made == format) return bytes;
            }
            if (_encoded.Count < MostKept)
            {
                var bytes = format.Encode(values);
                _encoded.Add((format, bytes));
                return bytes;
            }
        }
        return format.Encode(values);
    }
}
