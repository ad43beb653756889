using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace StavisLive.Model.Checkpoints.Formats;

/// <summary>Hugging Face's safetensors: a length, a JSON header, and the tensors' bytes without holes.</summary>
internal static class SafetensorsFormat
{
    private const int LengthBytes = sizeof(ulong);

    // The format's own bound.
    private const long LongestHeader = 100_000_000;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private const string MetadataKey = "__metadata__";

    private static readonly Dictionary<string, ElementType> Types = new()
    {
        ["F32"] = ElementType.Float32,
        ["F64"] = ElementType.Float64,
        ["F16"] = ElementType.Float16,
        ["BF16"] = ElementType.BFloat16,
        ["I64"] = ElementType.Int64,
        ["I32"] = ElementType.Int32,
        ["I16"] = ElementType.Int16,
        ["I8"] = ElementType.Int8,
        ["U8"] = ElementType.UInt8,
        ["BOOL"] = ElementType.Bool,
    };

    /// <summary>Whether a file begins with a header's length and its opening brace.</summary>
    public static bool Recognizes(ReadOnlySpan<byte> start) =>
        start.Length > LengthBytes && BinaryPrimitives.ReadUInt64LittleEndian(start) is > 1 and <= LongestHeader && start[LengthBytes] == '{';

    public static Checkpoint Read(string path, FileStream file)
    {
        Span<byte> length = stackalloc byte[LengthBytes];
        file.ReadExactly(length);
        var headerLength = BinaryPrimitives.ReadInt64LittleEndian(length);
        if (LengthBytes + headerLength > file.Length) throw new EndOfStreamException();
        var text = new byte[headerLength];
        file.ReadExactly(text);

        using var header = ParseHeader(text);
        var mapped = new MappedFile(path, file);
        var tensors = new List<CheckpointTensor>();
        var metadata = new Dictionary<string, string>();
        var spans = new List<(long Begin, long End)>();
        try
        {
            foreach (var entry in header.RootElement.EnumerateObject())
            {
                if (entry.Name == MetadataKey) ReadMetadata(entry.Value, metadata);
                else tensors.Add(Describe(entry, mapped, LengthBytes + headerLength, spans));
            }
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidDataException("Its header holds half of a letter (a lone surrogate).", e);
        }
        CheckCoverage(spans, file.Length - LengthBytes - headerLength);
        return new Checkpoint(path, "safetensors", tensors, metadata, mapped);
    }

    /// <summary>Writes tensors and metadata. The file appears whole or not at all.</summary>
    public static void Write(string path, IReadOnlyList<CheckpointTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        // A name that nobody has: others may write the same file.
        var unfinished = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Guid.NewGuid():N}.safetensors");
        var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write);
        try
        {
            using (file)
            {
                WriteHeader(file, tensors, metadata);
                foreach (var tensor in tensors) file.Write(tensor.Read());
                file.Flush(flushToDisk: true);
            }
            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    private static JsonDocument ParseHeader(byte[] text)
    {
        try
        {
            // The parser leaves texts undecoded; a damaged one should be noticed here.
            var header = JsonDocument.Parse(StrictUtf8.GetString(text));
            if (header.RootElement.ValueKind == JsonValueKind.Object) return header;
            header.Dispose();
            throw new InvalidDataException("Its header is no object.");
        }
        catch (Exception e) when (e is JsonException or DecoderFallbackException)
        {
            throw new InvalidDataException("Its header is no JSON.", e);
        }
    }

    private static void ReadMetadata(JsonElement element, Dictionary<string, string> metadata)
    {
        if (element.ValueKind != JsonValueKind.Object) throw new InvalidDataException("Its metadata are no object.");
        foreach (var entry in element.EnumerateObject())
            metadata[entry.Name] = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : throw new InvalidDataException($"Its metadata \"{entry.Name}\" is no text.");
    }

    private static CheckpointTensor Describe(JsonProperty entry, MappedFile file, long dataBegin, List<(long Begin, long End)> spans)
    {
        var (type, shape, begin, end) = ParseTensor(entry);
        var expected = shape.Aggregate((long)type.SizeOf(), (product, length) => checked(product * length));
        if (begin < 0 || end < begin || end - begin != expected)
            throw new InvalidDataException($"The tensor {entry.Name} has {end - begin} bytes instead of {expected}.");
        if (end > file.Length - dataBegin) throw new EndOfStreamException();
        spans.Add((begin, end));
        return new CheckpointTensor(entry.Name, type, shape, () => file.Slice(dataBegin + begin, expected));
    }

    private static (ElementType Type, long[] Shape, long Begin, long End) ParseTensor(JsonProperty entry)
    {
        var tensor = entry.Value;
        if (tensor.ValueKind == JsonValueKind.Object
            && tensor.TryGetProperty("dtype", out var name) && name.ValueKind == JsonValueKind.String
            && tensor.TryGetProperty("shape", out var lengths) && Numbers(lengths) is { } shape && shape.All(length => length >= 0)
            && tensor.TryGetProperty("data_offsets", out var offsets) && Numbers(offsets) is [var begin, var end])
        {
            return Types.TryGetValue(name.GetString()!, out var type)
                ? (type, shape, begin, end)
                : throw new InvalidDataException($"The tensor {entry.Name} is of the unknown type {name.GetString()}.");
        }
        throw new InvalidDataException($"The tensor {entry.Name} is described in an unknown way.");
    }

    private static long[]? Numbers(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array) return null;
        var numbers = new List<long>();
        // One after the other: an index is looked for from the beginning where one of them is a list in turn.
        foreach (var item in element.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out var number)) return null;
            numbers.Add(number);
        }
        return [.. numbers];
    }

    private static void CheckCoverage(List<(long Begin, long End)> spans, long length)
    {
        long covered = 0;
        foreach (var (begin, end) in spans.Order())
        {
            if (begin != covered) throw new InvalidDataException("Its tensors overlap or leave holes.");
            covered = end;
        }
        if (covered != length) throw new InvalidDataException($"It has {length} bytes of data instead of {covered}.");
    }

    private static void WriteHeader(FileStream file, IReadOnlyList<CheckpointTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var names = Types.ToDictionary(pair => pair.Value, pair => pair.Key);
        var header = new Dictionary<string, object> { [MetadataKey] = metadata };
        long begin = 0;
        foreach (var tensor in tensors)
        {
            var end = begin + (tensor.Count * tensor.Type.SizeOf());
            header[tensor.Key] = new Dictionary<string, object>
            {
                ["dtype"] = names[tensor.Type],
                ["shape"] = tensor.Shape,
                ["data_offsets"] = new[] { begin, end },
            };
            begin = end;
        }
        var text = JsonSerializer.SerializeToUtf8Bytes(header);
        // Padded with blanks so that the data lie at a multiple of eight, as the format recommends.
        var padded = (text.Length + LengthBytes - 1) / LengthBytes * LengthBytes;
        Span<byte> length = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteInt64LittleEndian(length, padded);
        file.Write(length);
        file.Write(text);
        for (var i = text.Length; i < padded; i++) file.WriteByte((byte)' ');
    }
}
