using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using StavisLive.Core.Windowing;
using StavisLive.Model.Inference.Engine.Convolution;
using StavisLive.Model.Inference.Engine.Streaming;
using StavisLive.Model.Native;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Pooling;

/// <summary>In bfloat16 on processors with AVX-512: everything in one pass over the outputs, to the bit what the library makes of them in many.</summary>
internal sealed class VectorPooling : StemPooling
{
    private const int Side = StemShape.Side;
    private const int Channels = StemShape.Channels;
    private const int Row = Side * Channels;
    private const int Pooled = NetworkWindow.Frames / 2;
    private const int Ends = NetworkWindow.Frames - StemShape.Settled;

    /// <inheritdoc />
    public override StemOutput OverTime(Tensor[] outputs)
    {
        var windows = outputs[0].size(0);
        var mean = empty([windows, Side, Side, Channels], bfloat16);
        var pooled = empty([windows, Pooled, Side * Side, Channels], bfloat16);
        var endsAreSums = outputs[^1].dtype == float32;
        OpenMpTeam.For((int)(windows * Side), row =>
        {
            var (window, ownRow) = (row / Side, row % Side);
            Span<ushort> ends = stackalloc ushort[Ends * Row];
            for (var end = 0; end < Ends; end++)
            {
                var output = outputs[StemShape.Settled + end];
                var own = ends.Slice(end * Row, Row);
                if (endsAreSums) Settle(Numbers<float>(output, row, Row), own);
                else Numbers<ushort>(output, row, Row).CopyTo(own);
            }
            Span<ChannelBlock> sums = stackalloc ChannelBlock[Row / ChannelBlock.Count];
            sums.Clear();
            for (var index = 0; index < Pooled; index++)
            {
                // Outputs 2t-1, 2t and 2t+1; the one before the first is padding.
                var even = Output(outputs, ends, 2 * index, row);
                var odd = Output(outputs, ends, (2 * index) + 1, row);
                var before = index == 0 ? even : Output(outputs, ends, (2 * index) - 1, row);
                Add(even, odd, sums);
                Maximum(before, even, odd, Numbers<ushort>(pooled, (((window * Pooled) + index) * Side) + ownRow, Row));
            }
            Average(sums, Numbers<ushort>(mean, row, Row));
        });
        return new StemOutput(mean, pooled);
    }

    /// <inheritdoc />
    public override Tensor OverSpace(Tensor pooled, Tensor attention)
    {
        var windows = pooled.size(0);
        var planes = empty([windows, Pooled, Side / 2, Side / 2, Channels], bfloat16);
        OpenMpTeam.For((int)(windows * Pooled * Side / 2), row =>
        {
            var (plane, outputRow) = (row / (Side / 2), row % (Side / 2));
            var factors = Numbers<ushort>(attention, plane / Pooled, Side * Side);
            MaximumOverSpace(Numbers<ushort>(pooled, plane, Side * Row), factors, outputRow, Numbers<ushort>(planes, row, Row / 2));
        });
        using (planes) return planes.permute(0, 4, 1, 2, 3);
    }

    // As the library: rounded first, then the ReLU.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Settle(ReadOnlySpan<float> sums, Span<ushort> output)
    {
        for (var at = 0; at < Row; at += ChannelBlock.Count) ChannelBlock.Load(sums, at).Rectified().Store(output, at);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(ReadOnlySpan<ushort> first, ReadOnlySpan<ushort> second, Span<ChannelBlock> sums)
    {
        for (var block = 0; block < sums.Length; block++)
            sums[block] = sums[block] + ChannelBlock.Load(first, block * ChannelBlock.Count) + ChannelBlock.Load(second, block * ChannelBlock.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Average(ReadOnlySpan<ChannelBlock> sums, Span<ushort> mean)
    {
        for (var block = 0; block < sums.Length; block++) (sums[block] * (1f / NetworkWindow.Frames)).Store(mean, block * ChannelBlock.Count);
    }

    // bfloat16 that are not negative are ordered as whole numbers with a sign, in which a negative zero is the least.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Maximum(ReadOnlySpan<ushort> first, ReadOnlySpan<ushort> second, ReadOnlySpan<ushort> third, Span<ushort> maximum)
    {
        for (var at = 0; at < Row; at += ChannelBlock.Count)
            Vector512.Max(Vector512.Max(Whole(first, at), Whole(second, at)), Whole(third, at)).AsUInt16().StoreUnsafe(ref MemoryMarshal.GetReference(maximum), (nuint)at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<short> Whole(ReadOnlySpan<ushort> values, int at) =>
        Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)at).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MaximumOverSpace(ReadOnlySpan<ushort> plane, ReadOnlySpan<ushort> factors, int outputRow, Span<ushort> maxima)
    {
        var last = (2 * outputRow) + 1;
        var first = Math.Max(last - 2, 0);
        for (var channel = 0; channel < Channels; channel += ChannelBlock.Count)
        {
            var left = MaximumOfColumn(plane, factors, first, last, 0, channel); // what lies before the first column is padding
            for (var column = 0; column < Side; column += 2)
            {
                var middle = MaximumOfColumn(plane, factors, first, last, column, channel);
                var right = MaximumOfColumn(plane, factors, first, last, column + 1, channel);
                ChannelBlock.Max(ChannelBlock.Max(left, middle), right).Store(maxima, (column / 2 * Channels) + channel);
                left = right;
            }
        }
    }

    // Rounding keeps the order: the maximum may be rounded instead of each product.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ChannelBlock MaximumOfColumn(ReadOnlySpan<ushort> plane, ReadOnlySpan<ushort> factors, int first, int last, int column, int channel)
    {
        ChannelBlock maximum = default;
        for (var row = first; row <= last; row++)
        {
            var position = (row * Side) + column;
            var factor = BitConverter.UInt32BitsToSingle((uint)factors[position] << 16);
            maximum = ChannelBlock.Max(maximum, ChannelBlock.Load(plane, (position * Channels) + channel) * factor);
        }
        return maximum;
    }

    private static ReadOnlySpan<ushort> Output(Tensor[] outputs, ReadOnlySpan<ushort> ends, int index, int row) =>
        index < StemShape.Settled ? Numbers<ushort>(outputs[index], row, Row) : ends.Slice((index - StemShape.Settled) * Row, Row);

    private static Span<T> Numbers<T>(Tensor tensor, int part, int length)
        where T : struct => MemoryMarshal.Cast<byte, T>(tensor.bytes).Slice(part * length, length);
}
