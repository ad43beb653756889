using System.Buffers.Binary;

namespace StavisLive.Media.Matroska;

/// <summary>Walks over the child elements of a payload that lies in memory.</summary>
internal ref struct EbmlCursor
{
    private ReadOnlySpan<byte> _rest;

    public EbmlCursor(ReadOnlySpan<byte> payload) => _rest = payload;

    /// <summary>Identifier of the current element.</summary>
    public uint Id { get; private set; }

    /// <summary>Content of the current element.</summary>
    public ReadOnlySpan<byte> Payload { get; private set; }

    /// <summary>The current element as a whole, with its identifier and size.</summary>
    public ReadOnlySpan<byte> Element { get; private set; }

    /// <summary>Goes to the next element; false at the end.</summary>
    /// <exception cref="InvalidDataException">The bytes are no elements.</exception>
    public bool Next()
    {
        if (_rest.IsEmpty) return false;
        var idLength = EbmlNumber.LengthOf(_rest[0]);
        if (idLength > 4 || _rest.Length <= idLength) throw Damaged();
        var sizeLength = EbmlNumber.LengthOf(_rest[idLength]);
        if (sizeLength > 8 || _rest.Length < idLength + sizeLength) throw Damaged();
        var size = EbmlNumber.DecodeSize(_rest.Slice(idLength, sizeLength));
        var start = idLength + sizeLength;
        if (size < 0 || size > _rest.Length - start) throw Damaged();

        Id = (uint)ToUnsigned(_rest[..idLength]);
        Payload = _rest.Slice(start, (int)size);
        Element = _rest[..(start + (int)size)];
        _rest = _rest[Element.Length..];
        return true;
    }

    /// <summary>The current payload as an unsigned number.</summary>
    public readonly ulong Unsigned() => ToUnsigned(Payload);

    /// <summary>The current payload as a count: pixels, channels, nanoseconds of a tick.</summary>
    public readonly int Count() => Unsigned() is <= int.MaxValue and var value ? (int)value : throw Damaged();

    /// <summary>The current payload as a floating-point number.</summary>
    public readonly double Float() => Payload.Length switch
    {
        0 => 0,
        4 => BinaryPrimitives.ReadSingleBigEndian(Payload),
        8 => BinaryPrimitives.ReadDoubleBigEndian(Payload),
        _ => throw Damaged(),
    };

    /// <summary>A big-endian number of up to eight bytes.</summary>
    public static ulong ToUnsigned(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 8) throw Damaged();
        ulong value = 0;
        foreach (var part in bytes) value = value << 8 | part;
        return value;
    }

    private static InvalidDataException Damaged() => new("The Matroska stream's header is damaged.");
}
