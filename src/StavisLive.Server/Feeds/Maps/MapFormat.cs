using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using StavisLive.Core.Media;
using StavisLive.Media.Rendering;

namespace StavisLive.Server.Feeds.Maps;

/// <summary>How somebody wants maps: their size, and how values are written.</summary>
/// <param name="Encoding">How values are written.</param>
/// <param name="Width">Columns, 1 to <see cref="MostSide"/>.</param>
/// <param name="Height">Rows, 1 to <see cref="MostSide"/>.</param>
internal sealed record MapFormat(MapEncoding Encoding, int Width = SaliencyMap.Side, int Height = SaliencyMap.Side)
{
    /// <summary>Most columns and rows: nine times the network's own, four megabytes a map.</summary>
    public const int MostSide = 1024;

    private const float MostByte = 255;

    /// <summary>Names of the encodings, as programs ask for them.</summary>
    public static IReadOnlyDictionary<string, MapEncoding> Names { get; } =
        Enum.GetValues<MapEncoding>().ToDictionary(encoding => encoding.ToString().ToLowerInvariant());

    /// <summary>Bytes of a map.</summary>
    public int Length => Width * Height * ValueLength;

    private int ValueLength => Encoding switch
    {
        MapEncoding.UInt8 => sizeof(byte),
        MapEncoding.Float16 => sizeof(ushort),
        _ => sizeof(float),
    };

    /// <summary>A map's bytes.</summary>
    /// <param name="map">The map, <c>[112, 112]</c>.</param>
    public byte[] Encode(ReadOnlySpan<float> map)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(Length);
        if ((Width, Height) == (SaliencyMap.Side, SaliencyMap.Side)) return Encode(map, bytes);
        var resized = new float[Width * Height];
        MapPictures.Resize(map, resized, Width, Height);
        return Encode(resized, bytes);
    }

    private byte[] Encode(ReadOnlySpan<float> values, byte[] bytes)
    {
        switch (Encoding)
        {
            case MapEncoding.UInt8:
                ToBytes(values, bytes);
                break;
            case MapEncoding.Float16:
                TensorPrimitives.ConvertToHalf(values, MemoryMarshal.Cast<byte, Half>(bytes.AsSpan()));
                break;
            default:
                MemoryMarshal.AsBytes(values).CopyTo(bytes);
                break;
        }
        return bytes;
    }

    private static void ToBytes(ReadOnlySpan<float> values, Span<byte> bytes)
    {
        Span<float> row = stackalloc float[SaliencyMap.Side];
        while (values.Length > 0)
        {
            var part = row[..Math.Min(row.Length, values.Length)];
            TensorPrimitives.Multiply(values[..part.Length], MostByte, part);
            TensorPrimitives.Round(part, part);
            TensorPrimitives.ConvertSaturating<float, byte>(part, bytes);
            values = values[part.Length..];
            bytes = bytes[part.Length..];
        }
    }
}
