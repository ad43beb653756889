namespace StavisLive.Server.Feeds.Maps;

/// <summary>A map, and where asked for its picture, as everybody gets them. Thread-safe.</summary>
internal sealed class MapMessage
{
    // Programs that watch the same source mostly ask for the same. Who asks for something of his own, or for more than the map itself,
    // gets it made for himself: many messages may wait.
    private const int MostKept = 4;

    private readonly Lock _lock = new();
    private readonly List<(MapFormat Format, ReadOnlyMemory<byte> Bytes)> _encoded = new(1);

    // Null where another machine has it.
    private readonly float[]? _values;
    private byte[]? _fields;

    /// <summary>One of this machine.</summary>
    /// <param name="facts">What is told of it.</param>
    /// <param name="values">The map, <c>[112, 112]</c>; nobody changes it.</param>
    /// <param name="picture">The picture as a JPEG file; null where only maps are wanted.</param>
    /// <param name="scale">What overlays stretch their colours by; null where only maps are wanted.</param>
    public MapMessage(MapFacts facts, float[] values, byte[]? picture = null, MapScale? scale = null) => (Facts, _values, Picture, Scale) = (facts, values, picture, scale);

    /// <summary>One of another machine, which has encoded it: it is there in that format alone.</summary>
    /// <param name="facts">What is told of it.</param>
    /// <param name="format">How it is encoded.</param>
    /// <param name="encoded">Its bytes; nobody changes them.</param>
    /// <param name="picture">The picture as a JPEG file; null where only maps are wanted.</param>
    /// <param name="scale">What overlays stretch their colours by; null where only maps are wanted.</param>
    public MapMessage(MapFacts facts, MapFormat format, ReadOnlyMemory<byte> encoded, ReadOnlyMemory<byte>? picture, MapScale? scale)
    {
        (Facts, Picture, Scale) = (facts, picture, scale);
        _encoded.Add((format, encoded));
    }

    /// <summary>What is told of it.</summary>
    public MapFacts Facts { get; }

    /// <summary>The picture as a JPEG file, which nobody changes; null where only maps are wanted.</summary>
    public ReadOnlyMemory<byte>? Picture { get; }

    /// <summary>What overlays stretch their colours by; null where only maps are wanted.</summary>
    public MapScale? Scale { get; }

    /// <summary>The same facts as the inner part of a JSON object, UTF-8; made once for everybody who asks. Nobody changes it.</summary>
    public byte[] Fields
    {
        get
        {
            lock (_lock) return _fields ??= MapHeader.Write(Facts, Scale, Picture?.Length);
        }
    }

    /// <summary>The map in a format, made once for everybody who asks. Nobody changes it.</summary>
    public ReadOnlyMemory<byte> Encode(MapFormat format)
    {
        lock (_lock)
        {
            foreach (var (made, bytes) in _encoded)
            {
                if (made == format) return bytes;
            }
            if (_values is null) throw new InvalidOperationException("Another machine has encoded this map, and in another format.");
            if (_encoded.Count < MostKept && format.Length <= _values.Length * sizeof(float))
            {
                var bytes = format.Encode(_values);
                _encoded.Add((format, bytes));
                return bytes;
            }
        }
        return format.Encode(_values);
    }
}
