using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace StavisLive.Model.Inference.Engine.Convolution;

/// <summary>Thirty-two channels of one position, widened from bfloat16 to float32.</summary>
/// <remarks>
/// A bfloat16 is the upper half of a float32. Of two neighbours in a 32-bit word the upper one is widened by clearing the lower half, the lower
/// one by a shift: even and odd channels in two vectors, with no shuffling. Needs AVX-512.
/// </remarks>
internal readonly struct ChannelBlock
{
    /// <summary>Whether this processor computes with whole blocks.</summary>
    public static bool IsSupported => Vector512.IsHardwareAccelerated && Avx512F.IsSupported;

    /// <summary>Channels in a block.</summary>
    public const int Count = 32;

    private const uint UpperHalf = 0xFFFF0000;

    private static readonly Vector512<int> EvenPlaces = Vector512.CreateSequence(0, 2);
    private static readonly Vector512<int> OddPlaces = Vector512.CreateSequence(1, 2);

    private readonly Vector512<float> _even;
    private readonly Vector512<float> _odd;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ChannelBlock(Vector512<float> even, Vector512<float> odd) => (_even, _odd) = (even, odd);

    /// <summary>Reads a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ChannelBlock Load(ReadOnlySpan<ushort> values, int at)
    {
        var pairs = Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)at).AsUInt32();
        return new(Vector512.ShiftLeft(pairs, 16).AsSingle(), (pairs & Vector512.Create(UpperHalf)).AsSingle());
    }

    /// <summary>Reads a block of float32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ChannelBlock Load(ReadOnlySpan<float> values, int at)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var (low, high) = (Vector512.LoadUnsafe(ref first, (nuint)at), Vector512.LoadUnsafe(ref first, (nuint)at + 16));
        return new(Avx512F.PermuteVar16x32x2(low, EvenPlaces, high), Avx512F.PermuteVar16x32x2(low, OddPlaces, high));
    }

    /// <summary>Reads a block of float32 that do not lie side by side.</summary>
    /// <param name="values">Where they lie.</param>
    /// <param name="at">Place of the first.</param>
    /// <param name="stride">From one to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ChannelBlock LoadStrided(ReadOnlySpan<float> values, int at, int stride)
    {
        var needed = values.Slice(at, ((Count - 1) * stride) + 1);
        return new(Gather(needed, 0, stride), Gather(needed, stride, stride));
    }

    /// <summary>Writes it, rounded to the nearest, ties to even.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(Span<ushort> values, int at)
    {
        var even = Vector512.ShiftRightLogical(Rounded(_even), 16);
        var odd = Rounded(_odd) & Vector512.Create(UpperHalf);
        (even | odd).AsUInt16().StoreUnsafe(ref MemoryMarshal.GetReference(values), (nuint)at);
    }

    /// <summary>What is negative made zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ChannelBlock Rectified() => new(Vector512.Max(_even, Vector512<float>.Zero), Vector512.Max(_odd, Vector512<float>.Zero));

    /// <summary>The greater of each two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ChannelBlock Max(ChannelBlock left, ChannelBlock right) => new(Vector512.Max(left._even, right._even), Vector512.Max(left._odd, right._odd));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ChannelBlock operator *(ChannelBlock block, float factor) => new(block._even * factor, block._odd * factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ChannelBlock operator +(ChannelBlock left, ChannelBlock right) => new(left._even + right._even, left._odd + right._odd);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ChannelBlock operator -(ChannelBlock left, ChannelBlock right) => new(left._even - right._even, left._odd - right._odd);

    // Sixteen, every second of those that are read.
    private static unsafe Vector512<float> Gather(ReadOnlySpan<float> values, int at, int stride)
    {
        var places = Vector256.CreateSequence(at, 2 * stride);
        fixed (float* first = values)
        {
            return Vector512.Create(
                Avx2.GatherVector256(first, places, sizeof(float)), Avx2.GatherVector256(first + (16 * stride), places, sizeof(float)));
        }
    }

    // Half a unit of the last place that stays is added, less one bit where that place is even: its upper half is the rounded number.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Rounded(Vector512<float> values)
    {
        var bits = values.AsUInt32();
        return bits + Vector512.Create(0x7FFFu) + (Vector512.ShiftRightLogical(bits, 16) & Vector512<uint>.One);
    }
}
