using System.Buffers;
using System.Buffers.Binary;

namespace StavisLive.Media.Matroska;

/// <summary>Puts small elements together in memory.</summary>
internal sealed class EbmlBuilder
{
    // Eight bytes of ones after the length marker.
    private static readonly byte[] UnknownSize = [0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];

    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>What was put together so far.</summary>
    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    /// <summary>Starts anew with the same memory.</summary>
    public void Clear() => _bytes.ResetWrittenCount();

    /// <summary>Appends an unsigned number.</summary>
    public EbmlBuilder Unsigned(uint id, ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return Bytes(id, bytes);
    }

    /// <summary>Appends a floating-point number.</summary>
    public EbmlBuilder Float(uint id, double value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
        return Bytes(id, bytes);
    }

    /// <summary>Appends an ASCII text.</summary>
    public EbmlBuilder Text(uint id, string value) => Bytes(id, System.Text.Encoding.ASCII.GetBytes(value));

    /// <summary>Appends a master element: an element of elements.</summary>
    public EbmlBuilder Master(uint id, EbmlBuilder children) => Bytes(id, children.Written);

    /// <summary>Appends an element with this payload.</summary>
    public EbmlBuilder Bytes(uint id, ReadOnlySpan<byte> payload) => Head(id, payload.Length).Raw(payload);

    /// <summary>Appends an element's identifier and size only; its payload follows.</summary>
    public EbmlBuilder Head(uint id, long payloadLength)
    {
        Id(id);
        Span<byte> size = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(size, payloadLength | 1L << 56);
        return Raw(size);
    }

    /// <summary>Appends the beginning of an element that lasts until the stream ends.</summary>
    public EbmlBuilder OpenHead(uint id)
    {
        Id(id);
        return Raw(UnknownSize);
    }

    /// <summary>Appends bytes as they are.</summary>
    public EbmlBuilder Raw(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    private void Id(uint id)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, id);
        Raw(bytes.TrimStart((byte)0));
    }
}
