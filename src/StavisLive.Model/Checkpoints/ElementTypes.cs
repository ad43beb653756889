using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace StavisLive.Model.Checkpoints;

/// <summary>What the element types share: sizes, and the way to float32.</summary>
internal static class ElementTypes
{
    /// <summary>Bytes of an element.</summary>
    public static int SizeOf(this ElementType type) => type switch
    {
        ElementType.Float64 or ElementType.Int64 => 8,
        ElementType.Float32 or ElementType.Int32 => 4,
        ElementType.Float16 or ElementType.BFloat16 or ElementType.Int16 => 2,
        _ => 1,
    };

    /// <summary>Whether it holds floating-point numbers.</summary>
    public static bool IsFloat(this ElementType type) =>
        type is ElementType.Float32 or ElementType.Float64 or ElementType.Float16 or ElementType.BFloat16;

    /// <summary>Little-endian elements as float32.</summary>
    /// <param name="type">Floating-point.</param>
    /// <param name="data">The elements.</param>
    /// <param name="values">Filled: as many.</param>
    public static void ToSingle(this ElementType type, ReadOnlySpan<byte> data, Span<float> values)
    {
        switch (type)
        {
            case ElementType.Float32:
                MemoryMarshal.Cast<byte, float>(data).CopyTo(values);
                break;
            case ElementType.Float16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(data), values);
                break;
            case ElementType.Float64:
                TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, double>(data), values);
                break;
            case ElementType.BFloat16:
                // The upper half of a float32.
                var upper = MemoryMarshal.Cast<byte, ushort>(data);
                for (var i = 0; i < values.Length; i++) values[i] = BitConverter.UInt32BitsToSingle((uint)upper[i] << 16);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type), type, "No floating-point numbers.");
        }
    }
}
