using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace StavisLive.Core.Arrays;

/// <summary>The header of a .npy file (NumPy's format versions 1 to 3).</summary>
internal sealed partial record NpyHeader(string Type, bool IsFortranOrder, long[] Shape)
{
    private const int PreambleLength = 10;

    // Far above any header, far below what a damaged length would ask for.
    private const int LongestHeader = 1 << 20;

    // NumPy aligns the data so that it can be mapped into memory.
    private const int Alignment = 64;

    /// <summary>Bytes of an element.</summary>
    public int ElementSize => int.Parse(Type.AsSpan(1), CultureInfo.InvariantCulture);

    /// <summary>Number of elements.</summary>
    /// <exception cref="OverflowException">There are more than can be counted.</exception>
    public long Count => Shape.Aggregate(1L, (product, length) => checked(product * length));

    /// <summary>Reads a header; the stream then stands at the first element.</summary>
    /// <exception cref="InvalidDataException">This is no .npy file, or one that cannot be used here.</exception>
    public static NpyHeader Read(Stream stream, string name)
    {
        Span<byte> preamble = stackalloc byte[PreambleLength];
        if (stream.ReadAtLeast(preamble, PreambleLength, throwOnEndOfStream: false) < PreambleLength || preamble[0] != 0x93 || !preamble[1..6].SequenceEqual("NUMPY"u8))
            throw new InvalidDataException($"{name} is not a .npy file: it does not begin with NumPy's signature.");

        var length = (int)BinaryPrimitives.ReadUInt16LittleEndian(preamble[8..]);
        if (preamble[6] is 2 or 3)
        {
            Span<byte> upper = stackalloc byte[2];
            if (stream.ReadAtLeast(upper, upper.Length, throwOnEndOfStream: false) < upper.Length) throw Truncated(name);
            length |= BinaryPrimitives.ReadUInt16LittleEndian(upper) << 16;
        }
        else if (preamble[6] != 1) throw new InvalidDataException($"{name} is of .npy version {preamble[6]}; 1 to 3 are known.");
        if (length is < 0 or > LongestHeader) throw new InvalidDataException($"{name} is damaged: its header claims {(uint)length} bytes.");

        var text = new byte[length];
        if (stream.ReadAtLeast(text, length, throwOnEndOfStream: false) < length) throw Truncated(name);
        return Parse(Encoding.UTF8.GetString(text), name);
    }

    /// <summary>The header's bytes, at least <paramref name="length"/> of them.</summary>
    public byte[] Format(int length = 0)
    {
        var shape = Shape.Length == 1 ? $"{Shape[0]}," : string.Join(", ", Shape);
        var text = $"{{'descr': '{(ElementSize == 1 ? "|" : "<")}{Type}', 'fortran_order': {(IsFortranOrder ? "True" : "False")}, 'shape': ({shape}), }}";
        var total = Math.Max(length, (PreambleLength + text.Length + 1 + Alignment - 1) / Alignment * Alignment);
        var bytes = new byte[total];
        bytes.AsSpan().Fill((byte)' ');
        bytes[0] = 0x93;
        "NUMPY"u8.CopyTo(bytes.AsSpan(1));
        (bytes[6], bytes[7]) = (1, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)(total - PreambleLength));
        Encoding.ASCII.GetBytes(text, bytes.AsSpan(PreambleLength));
        bytes[^1] = (byte)'\n';
        return bytes;
    }

    private static InvalidDataException Truncated(string name) => new($"{name} is truncated within its header.");

    private static NpyHeader Parse(string text, string name)
    {
        var type = TypePattern().Match(text);
        var order = OrderPattern().Match(text);
        var shape = ShapePattern().Match(text);
        if (!type.Success || !order.Success || !shape.Success)
            throw new InvalidDataException($"{name} holds something else than a plain array of numbers: {text.Trim()}");
        if (type.Groups["order"].Value == ">") throw new InvalidDataException($"{name} is big-endian; save it little-endian.");
        var lengths = shape.Groups["shape"].Value
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(length => long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new InvalidDataException($"{name} is damaged: it claims the shape ({shape.Groups["shape"].Value})."))
            .ToArray();
        return new NpyHeader(type.Groups["type"].Value, order.Groups["order"].Value == "True", lengths);
    }

    [GeneratedRegex(@"'descr':\s*'(?<order>[<>|=])(?<type>[fiub][1248])'")]
    private static partial Regex TypePattern();

    [GeneratedRegex(@"'fortran_order':\s*(?<order>True|False)")]
    private static partial Regex OrderPattern();

    [GeneratedRegex(@"'shape':\s*\((?<shape>[\d,\s]*)\)")]
    private static partial Regex ShapePattern();
}
