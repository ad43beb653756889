using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Convolution.Winograd;

/// <summary>Winograd's F(2x2, 3x3) before and behind the multiplication, for planes of bfloat16 whose channels lie innermost.</summary>
/// <remarks>
/// Of each tile of 4x4 positions (two apart, reaching one beyond the plane, where zeros are) sixteen sums are made, each is multiplied with
/// a kernel of its own, and the products are summed to 2x2 positions: 16 multiplications instead of 36. With the names of Lavin and Gray,
/// "Fast Algorithms for Convolutional Neural Networks" (CVPR 2016), section 4.1: <see cref="Kernel"/> is G g G^T, <see cref="Input"/> B^T d B,
/// <see cref="Output"/> A^T m A. Optimised at once: a first call that isn't takes twenty times as long.
/// </remarks>
internal static class TileTransform
{
    /// <summary>Sums of a tile.</summary>
    public const int Sums = 16;

    // Of a plane of a kernel: 3x3.
    private const int Points = 9;

    /// <summary>Tiles along the side of a plane.</summary>
    public static int Tiles(int side) => (side + 1) / 2;

    /// <summary>Tiles of a plane.</summary>
    public static int TilesPerPlane(int side) => Tiles(side) * Tiles(side);

    /// <summary>The kernels of the sixteen sums, computed in float32.</summary>
    /// <param name="kernel"><c>[K,C,T,3,3]</c>, float32, C a multiple of <see cref="ChannelBlock.Count"/>.</param>
    /// <returns><c>[16K,C,T,1]</c>, bfloat16: of each sum its K kernels, over time and tiles.</returns>
    public static Tensor Kernel(Tensor kernel)
    {
        var (outputs, planes) = ((int)kernel.size(0), (int)(kernel.size(1) * kernel.size(2)));
        using var contiguous = kernel.contiguous();
        var sums = empty(Sums * outputs, kernel.size(1), kernel.size(2), 1, bfloat16);
        // Once, at the start, when libtorch computes on one thread and the other cores idle.
        Parallel.For(0, outputs, output =>
        {
            var points = MemoryMarshal.Cast<byte, float>(contiguous.bytes).Slice(output * planes * Points, planes * Points);
            KernelSums(points, MemoryMarshal.Cast<byte, ushort>(sums.bytes)[(output * planes)..], outputs * planes);
        });
        return sums;
    }

    /// <summary>The sums of a row of a plane's tiles.</summary>
    /// <param name="plane"><c>[side,side,channels]</c>.</param>
    /// <param name="side">Side of the plane.</param>
    /// <param name="channels">A multiple of <see cref="ChannelBlock.Count"/>.</param>
    /// <param name="tileRow">Number of the row.</param>
    /// <param name="sums">Receives <c>[tiles,16,channels]</c>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Input(ReadOnlySpan<ushort> plane, int side, int channels, int tileRow, Span<ushort> sums)
    {
        var first = (2 * tileRow) - 1;
        InputRow(plane, side, channels, first, first + 2, isSum: false, sums);
        InputRow(plane, side, channels, first + 1, first + 2, isSum: true, sums[(4 * channels)..]);
        InputRow(plane, side, channels, first + 2, first + 1, isSum: false, sums[(8 * channels)..]);
        InputRow(plane, side, channels, first + 1, first + 3, isSum: false, sums[(12 * channels)..]);
    }

    /// <summary>From a row of tiles' products to their part of a plane: bias, shortcut and ReLU included.</summary>
    /// <param name="products"><c>[tiles,16,channels]</c>.</param>
    /// <param name="bias">A value per channel.</param>
    /// <param name="shortcut">Added before the ReLU, of the plane's shape (it may be the plane itself); or empty.</param>
    /// <param name="side">Side of the plane.</param>
    /// <param name="tileRow">Number of the row.</param>
    /// <param name="plane">Receives its two rows of <c>[side,side,channels]</c>, or the last one.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Output(
        ReadOnlySpan<ushort> products, ReadOnlySpan<ushort> bias, ReadOnlySpan<ushort> shortcut, int side, int tileRow, Span<ushort> plane)
    {
        var channels = bias.Length;
        for (var tile = 0; tile < Tiles(side); tile++)
        {
            var (top, left) = (2 * tileRow, 2 * tile);
            var own = products.Slice(tile * Sums * channels, Sums * channels);
            for (var channel = 0; channel < channels; channel += ChannelBlock.Count)
            {
                var (above0, below0) = OutputColumn(own, channels, channel);
                var (above1, below1) = OutputColumn(own, channels, channels + channel);
                var (above2, below2) = OutputColumn(own, channels, (2 * channels) + channel);
                var (above3, below3) = OutputColumn(own, channels, (3 * channels) + channel);
                var offset = ChannelBlock.Load(bias, channel);
                Put(above0 + above1 + above2 + offset, shortcut, plane, side, channels, top, left, channel);
                Put(above1 - above2 - above3 + offset, shortcut, plane, side, channels, top, left + 1, channel);
                Put(below0 + below1 + below2 + offset, shortcut, plane, side, channels, top + 1, left, channel);
                Put(below1 - below2 - below3 + offset, shortcut, plane, side, channels, top + 1, left + 1, channel);
            }
        }
    }

    /// <summary>Of one output channel the kernels of all sums.</summary>
    /// <param name="points"><c>[C*T,3,3]</c></param>
    /// <param name="sums">Receives a row of <c>[C*T]</c> for each sum.</param>
    /// <param name="stride">From one such row to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void KernelSums(ReadOnlySpan<float> points, Span<ushort> sums, int stride)
    {
        for (var plane = 0; plane < points.Length / Points; plane += ChannelBlock.Count)
        {
            var own = points[(plane * Points)..];
            var left = KernelPoints(Point(own, 0), Point(own, 3), Point(own, 6));
            var center = KernelPoints(Point(own, 1), Point(own, 4), Point(own, 7));
            var right = KernelPoints(Point(own, 2), Point(own, 5), Point(own, 8));
            PutRow(left.First, center.First, right.First, sums, plane, stride);
            PutRow(left.Second, center.Second, right.Second, sums, plane + (4 * stride), stride);
            PutRow(left.Third, center.Third, right.Third, sums, plane + (8 * stride), stride);
            PutRow(left.Fourth, center.Fourth, right.Fourth, sums, plane + (12 * stride), stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ChannelBlock Point(ReadOnlySpan<float> points, int at) => ChannelBlock.LoadStrided(points, at, Points);

    // G along one direction.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ChannelBlock First, ChannelBlock Second, ChannelBlock Third, ChannelBlock Fourth) KernelPoints(
        ChannelBlock first, ChannelBlock second, ChannelBlock third)
    {
        var outer = first + third;
        return (first, (outer + second) * 0.5f, (outer - second) * 0.5f, third);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutRow(ChannelBlock left, ChannelBlock center, ChannelBlock right, Span<ushort> sums, int at, int stride)
    {
        var row = KernelPoints(left, center, right);
        row.First.Store(sums, at);
        row.Second.Store(sums, at + stride);
        row.Third.Store(sums, at + (2 * stride));
        row.Fourth.Store(sums, at + (3 * stride));
    }

    /// <summary>One row of the sums of a row of tiles, from the sum or the difference of two rows of the plane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InputRow(ReadOnlySpan<ushort> plane, int side, int channels, int first, int second, bool isSum, Span<ushort> sums)
    {
        var upper = Row(plane, side, channels, first);
        var lower = Row(plane, side, channels, second);
        for (var channel = 0; channel < channels; channel += ChannelBlock.Count)
        {
            ChannelBlock left = default; // the column before the plane
            var center = Pair(upper, lower, channel, isSum);
            for (var tile = 0; tile < Tiles(side); tile++)
            {
                var column = ((2 * tile) + 1) * channels;
                var right = column < side * channels ? Pair(upper, lower, column + channel, isSum) : default;
                var next = column + channels < side * channels ? Pair(upper, lower, column + channels + channel, isSum) : default;
                var at = (tile * Sums * channels) + channel;
                (left - right).Store(sums, at);
                (center + right).Store(sums, at + channels);
                (right - center).Store(sums, at + (2 * channels));
                (center - next).Store(sums, at + (3 * channels));
                (left, center) = (right, next);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ChannelBlock Pair(ReadOnlySpan<ushort> upper, ReadOnlySpan<ushort> lower, int at, bool isSum)
    {
        var first = upper.IsEmpty ? default : ChannelBlock.Load(upper, at);
        var second = lower.IsEmpty ? default : ChannelBlock.Load(lower, at);
        return isSum ? first + second : first - second;
    }

    // Empty beyond the plane.
    private static ReadOnlySpan<ushort> Row(ReadOnlySpan<ushort> plane, int side, int channels, int row) =>
        row < 0 || row >= side ? [] : plane.Slice(row * side * channels, side * channels);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ChannelBlock Above, ChannelBlock Below) OutputColumn(ReadOnlySpan<ushort> products, int channels, int at)
    {
        var first = ChannelBlock.Load(products, at);
        var second = ChannelBlock.Load(products, at + (4 * channels));
        var third = ChannelBlock.Load(products, at + (8 * channels));
        var fourth = ChannelBlock.Load(products, at + (12 * channels));
        return (first + second + third, second - third - fourth);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(
        ChannelBlock value, ReadOnlySpan<ushort> shortcut, Span<ushort> plane, int side, int channels, int row, int column, int channel)
    {
        if (row >= side || column >= side) return;
        var at = (((row * side) + column) * channels) + channel;
        if (!shortcut.IsEmpty) value += ChannelBlock.Load(shortcut, at);
        value.Rectified().Store(plane, at);
    }
}
