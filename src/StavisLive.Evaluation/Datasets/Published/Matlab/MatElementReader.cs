using System.Buffers.Binary;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace StavisLive.Evaluation.Datasets.Published.Matlab;

/// <summary>Reads the data elements that a MATLAB 5 file, or an array in it, is made of. Little-endian.</summary>
/// <remarks>Every length is held against the bytes that are there.</remarks>
internal ref struct MatElementReader(ReadOnlySpan<byte> bytes, string path)
{
    private const int TagLength = 8;
    private const int Alignment = 8;
    private const int SmallDataOffset = 4;

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Whether everything has been read.</summary>
    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>Takes the next element.</summary>
    /// <exception cref="InvalidDataException">It is cut off.</exception>
    public MatDataType Next(out ReadOnlySpan<byte> data)
    {
        if (_rest.Length < TagLength) throw Damaged("an element is cut off");
        var first = BinaryPrimitives.ReadUInt32LittleEndian(_rest);
        // Up to four bytes may stand in the tag itself; their number is then in the upper half of the type.
        if (first >> 16 is > 0 and var small)
        {
            if (small > SmallDataOffset) throw Damaged($"a small element claims {small} bytes");
            data = _rest.Slice(SmallDataOffset, (int)small);
            _rest = _rest[TagLength..];
            return (MatDataType)(first & 0xFFFF);
        }
        var length = BinaryPrimitives.ReadUInt32LittleEndian(_rest[4..]);
        if (length > _rest.Length - TagLength) throw Damaged($"an element claims {length} bytes of {_rest.Length - TagLength}");
        data = _rest.Slice(TagLength, (int)length);
        var type = (MatDataType)first;
        // Compressed elements alone are not padded; and the last element of a file may lack its padding.
        var padded = type == MatDataType.Compressed ? length : (length + Alignment - 1) / Alignment * Alignment;
        _rest = _rest[(int)Math.Min(TagLength + padded, _rest.Length)..];
        return type;
    }

    /// <summary>Takes the next element, which must hold numbers, as float64.</summary>
    /// <exception cref="InvalidDataException">It is cut off, or holds something else.</exception>
    public double[] NextNumbers()
    {
        var type = Next(out var data);
        return type switch
        {
            MatDataType.Int8 => Convert<sbyte>(data),
            MatDataType.UInt8 => Convert<byte>(data),
            MatDataType.Int16 => Convert<short>(data),
            MatDataType.UInt16 => Convert<ushort>(data),
            MatDataType.Int32 => Convert<int>(data),
            MatDataType.UInt32 => Convert<uint>(data),
            MatDataType.Single => Convert<float>(data),
            MatDataType.Double => Convert<double>(data),
            MatDataType.Int64 => Convert<long>(data),
            MatDataType.UInt64 => Convert<ulong>(data),
            _ => throw Damaged($"an element of type {(int)type} stands where numbers are expected"),
        };
    }

    /// <summary>An error that names the file.</summary>
    public readonly InvalidDataException Damaged(string what) => new($"{path} is damaged: {what}.");

    private static double[] Convert<T>(ReadOnlySpan<byte> data)
        where T : unmanaged, INumberBase<T>
    {
        var numbers = MemoryMarshal.Cast<byte, T>(data);
        var converted = new double[numbers.Length];
        TensorPrimitives.ConvertTruncating<T, double>(numbers, converted);
        return converted;
    }
}
