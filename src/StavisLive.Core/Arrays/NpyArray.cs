using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace StavisLive.Core.Arrays;

/// <summary>An array as a .npy file holds it: C order, little-endian.</summary>
/// <param name="Name">Where it came from, for messages.</param>
/// <param name="Type">NumPy's type code without byte order: <c>f4</c>, <c>u1</c>, ...</param>
/// <param name="Shape">Length of each dimension; empty for a scalar.</param>
/// <param name="Data">The elements' bytes.</param>
public sealed record NpyArray(string Name, string Type, IReadOnlyList<long> Shape, byte[] Data)
{
    /// <summary>The elements as float32, converted where they are of another type.</summary>
    public float[] AsSingle() => Type switch
    {
        "f4" => MemoryMarshal.Cast<byte, float>(Data).ToArray(),
        "f2" => Convert<Half>(value => (float)value),
        "f8" => Convert<double>(value => (float)value),
        "u1" or "b1" => Convert<byte>(value => value),
        "i1" => Convert<sbyte>(value => value),
        "i2" => Convert<short>(value => value),
        "u2" => Convert<ushort>(value => value),
        "i4" => Convert<int>(value => value),
        "i8" => Convert<long>(value => value),
        _ => throw new InvalidDataException($"{Name} holds elements of type {Type}, which are not numbers that can be used here."),
    };

    /// <summary>The elements of an 8-bit array.</summary>
    /// <exception cref="InvalidDataException">They are of another type.</exception>
    public ReadOnlySpan<byte> AsBytes() =>
        Type == "u1" ? Data : throw new InvalidDataException($"{Name} holds elements of type {Type}; 8-bit unsigned ones (u1) are expected.");

    /// <summary>Copies elements as float64, converted where they are of another type; booleans become 0 and 1.</summary>
    /// <param name="first">The first element, in C order.</param>
    /// <param name="output">Filled.</param>
    /// <exception cref="InvalidDataException">They are no numbers.</exception>
    public void CopyTo(int first, Span<double> output)
    {
        switch (Type)
        {
            case "f8":
                MemoryMarshal.Cast<byte, double>(Data).Slice(first, output.Length).CopyTo(output);
                break;
            case "f4":
                Convert<float>(first, output);
                break;
            case "f2":
                Convert<Half>(first, output);
                break;
            case "u1" or "b1":
                Convert<byte>(first, output);
                break;
            case "i1":
                Convert<sbyte>(first, output);
                break;
            case "u2":
                Convert<ushort>(first, output);
                break;
            case "i2":
                Convert<short>(first, output);
                break;
            case "u4":
                Convert<uint>(first, output);
                break;
            case "i4":
                Convert<int>(first, output);
                break;
            case "u8":
                Convert<ulong>(first, output);
                break;
            case "i8":
                Convert<long>(first, output);
                break;
            default:
                throw new InvalidDataException($"{Name} holds elements of type {Type}, which are not numbers that can be used here.");
        }
    }

    private void Convert<T>(int first, Span<double> output)
        where T : unmanaged, INumberBase<T> =>
        TensorPrimitives.ConvertTruncating<T, double>(MemoryMarshal.Cast<byte, T>(Data).Slice(first, output.Length), output);

    private float[] Convert<T>(Func<T, float> convert)
        where T : unmanaged
    {
        var source = MemoryMarshal.Cast<byte, T>(Data);
        var result = new float[source.Length];
        for (var i = 0; i < result.Length; i++) result[i] = convert(source[i]);
        return result;
    }
}
