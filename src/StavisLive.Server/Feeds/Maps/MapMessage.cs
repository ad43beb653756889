namespace StavisLive.Server.Feeds.Maps;

/// <summary>A map, and where asked for its picture, as everybody gets them. Thread-safe.</summary>
/// <param name="facts">What is told of it.</param>
/// <param name="values">The map, <c>[112, 112]</c>; nobody changes it.</param>
/// <param name="picture">The picture as a JPEG file; null where only maps are wanted.</param>
/// <param name="scale">What overlays stretch their colours by; null where only maps are wanted.</param>
internal sealed class MapMessage(MapFacts facts, float[] values, byte[]? picture = null, MapScale? scale = null)
{
    // Programs that watch the same source mostly ask for the same. Who asks for something of his own, or for more than the map itself,
    // gets it made for himself: many messages may wait.
    private const int MostKept = 4;

    private readonly Lock _lock = new();
    private readonly List<(MapFormat Format, byte[] Bytes)> _encoded = new(1);
    private byte[]? _fields;

    /// <summary>What is told of it.</summary>
    public MapFacts Facts => facts;

    /// <summary>The picture as a JPEG file, which nobody changes; null where only maps are wanted.</summary>
    public byte[]? Picture => picture;

    /// <summary>The same facts as the inner part of a JSON object, UTF-8; made once for everybody who asks. Nobody changes it.</summary>
    public byte[] Fields
    {
        get
        {
            lock (_lock) return _fields ??= MapHeader.Write(facts, scale, picture?.Length);
        }
    }

    /// <summary>The map in a format, made once for everybody who asks. Nobody changes it.</summary>
    public byte[] Encode(MapFormat format)
    {
        lock (_lock)
        {
            foreach (var (made, bytes) in _encoded)
            {
                if (made == format) return bytes;
            }
            if (_encoded.Count < MostKept && format.Length <= values.Length * sizeof(float))
            {
                var bytes = format.Encode(values);
                _encoded.Add((format, bytes));
                return bytes;
            }
        }
        return format.Encode(values);
    }
}
