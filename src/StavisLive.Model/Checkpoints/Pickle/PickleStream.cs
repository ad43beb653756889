using System.Buffers.Binary;
using System.Text;

namespace StavisLive.Model.Checkpoints.Pickle;

/// <summary>The bytes of a pickle: little-endian numbers and counted texts, never longer than what is left of the file.</summary>
internal sealed class PickleStream(Stream stream)
{
    // Names and texts in a checkpoint are short; nothing else is read through here.
    private const int LongestText = 1 << 20;

    // A large network's pickle has some hundred kilobytes. A packed one could go on for as long as there is memory.
    private const long LongestPickle = 1 << 26;

    private long _read;

    public byte Byte()
    {
        Count(1);
        var value = stream.ReadByte();
        return value >= 0 ? (byte)value : throw new EndOfStreamException();
    }

    public int UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Bytes(8));

    public string Text(long length) => Encoding.UTF8.GetString(Bytes(length));

    /// <summary>Python's long integer; what does not fit into 64 bits (a magic number) becomes its lowest 64.</summary>
    public long Long(long length)
    {
        var bytes = Bytes(length);
        if (bytes.Length == 0) return 0;
        Span<byte> value = stackalloc byte[8];
        value.Fill((bytes[^1] & 0x80) != 0 ? (byte)0xFF : (byte)0);
        bytes.AsSpan(0, Math.Min(8, bytes.Length)).CopyTo(value);
        return BinaryPrimitives.ReadInt64LittleEndian(value);
    }

    public string Line()
    {
        var line = new StringBuilder();
        for (var character = Byte(); character != '\n'; character = Byte())
        {
            if (line.Length == LongestText) throw new InvalidDataException("A name in it never ends.");
            line.Append((char)character);
        }
        return line.ToString();
    }

    public byte[] Bytes(long length)
    {
        if (length is < 0 or > LongestText) throw new InvalidDataException($"A text in it claims {length} bytes.");
        Count(length);
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private void Count(long bytes)
    {
        _read += bytes;
        if (_read > LongestPickle) throw new InvalidDataException($"Its pickle is longer than {LongestPickle} bytes.");
    }
}
