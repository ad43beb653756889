using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using StavisLive.Core.Media;

namespace StavisLive.Core.Windowing;

/// <summary>Squeezes frames to 112x112 RGB with an antialiased triangle filter, rounded to 8 bits.</summary>
/// <remarks>
/// Vertically first, so that the picture is read once and in order; what is left of it, one row at a time, stays in the
/// processor's cache. Allocates only when the size of the frames changes. Products are added in one instruction where the processor has
/// one: insisting on it would call a function per number where it has none (dotnet/runtime#34450).
/// </remarks>
public sealed class FramePreprocessor : IFramePreprocessor
{
    private const int Side = SaliencyMap.Side;
    private const int Channels = 3;

    private int _width;
    private int _height;
    private TriangleFilter _rows = new(1, Side);
    private TriangleFilter _columns = new(1, Side);

    // One row after the vertical pass: blue, green, red per source column, and one float more, because pixels are read four by four.
    private float[] _row = [];

    /// <inheritdoc />
    /// <exception cref="ArgumentException"><paramref name="picture"/> has another length.</exception>
    public void Process(VideoFrame frame, Span<byte> picture) => Process(frame.Pixels, frame.Width, frame.Height, picture);

    /// <summary>The same for pixels that are no frame of a stream.</summary>
    /// <param name="pixels"><c>[height,width,3]</c>, BGR.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="picture"><c>[112,112,3]</c>, RGB.</param>
    /// <exception cref="ArgumentException"><paramref name="picture"/> has another length.</exception>
    public void Process(ReadOnlySpan<byte> pixels, int width, int height, Span<byte> picture)
    {
        if (picture.Length != NetworkWindow.BytesPerFrame)
            throw new ArgumentException($"A picture has {NetworkWindow.BytesPerFrame} bytes, not {picture.Length}.", nameof(picture));
        if (width != _width || height != _height) Resize(width, height);

        var stride = width * Channels;
        for (var y = 0; y < Side; y++)
        {
            var weights = _rows.Weights(y);
            BlendRows(pixels.Slice(_rows.First(y) * stride, weights.Length * stride), weights, _row.AsSpan(0, stride));
            BlendColumns(picture.Slice(y * Side * Channels, Side * Channels));
        }
    }

    private void Resize(int width, int height)
    {
        _rows = new TriangleFilter(height, Side);
        _columns = new TriangleFilter(width, Side);
        _row = new float[(width * Channels) + 1];
        (_width, _height) = (width, height);
    }

    /// <summary>Weighted sum of neighbouring rows.</summary>
    private static void BlendRows(ReadOnlySpan<byte> rows, ReadOnlySpan<float> weights, Span<float> sum)
    {
        var stride = sum.Length;
        var at = 0;
        for (; at <= stride - Vector<byte>.Count; at += Vector<byte>.Count) BlendBlock(rows, weights, sum, at);
        if (at == stride) return;
        if (stride >= Vector<byte>.Count)
        {
            BlendBlock(rows, weights, sum, stride - Vector<byte>.Count); // overlaps the block before
            return;
        }
        for (; at < stride; at++)
        {
            var value = 0f;
            for (var row = 0; row < weights.Length; row++) value += weights[row] * rows[(row * stride) + at];
            sum[at] = value;
        }
    }

    private static void BlendBlock(ReadOnlySpan<byte> rows, ReadOnlySpan<float> weights, Span<float> sum, int at)
    {
        Vector<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        for (var row = 0; row < weights.Length; row++)
        {
            var weight = new Vector<float>(weights[row]);
            Vector.Widen(new Vector<byte>(rows[((row * sum.Length) + at)..]), out var lower, out var upper);
            Vector.Widen(lower, out var bytes0, out var bytes1);
            Vector.Widen(upper, out var bytes2, out var bytes3);
            sum0 = Vector.MultiplyAddEstimate(Vector.ConvertToSingle(bytes0.As<uint, int>()), weight, sum0);
            sum1 = Vector.MultiplyAddEstimate(Vector.ConvertToSingle(bytes1.As<uint, int>()), weight, sum1);
            sum2 = Vector.MultiplyAddEstimate(Vector.ConvertToSingle(bytes2.As<uint, int>()), weight, sum2);
            sum3 = Vector.MultiplyAddEstimate(Vector.ConvertToSingle(bytes3.As<uint, int>()), weight, sum3);
        }
        var target = sum[at..];
        sum0.CopyTo(target);
        sum1.CopyTo(target[Vector<float>.Count..]);
        sum2.CopyTo(target[(2 * Vector<float>.Count)..]);
        sum3.CopyTo(target[(3 * Vector<float>.Count)..]);
    }

    /// <summary>Weighted sums of neighbouring columns of the blended row, rounded and turned from BGR to RGB.</summary>
    private void BlendColumns(Span<byte> target)
    {
        ref var row = ref MemoryMarshal.GetArrayDataReference(_row);
        for (var x = 0; x < Side; x++)
        {
            var weights = _columns.Weights(x);
            ref var pixel = ref Unsafe.Add(ref row, _columns.First(x) * Channels);

            // Two sums, so that one multiplication need not wait for the one before. The fourth lane is the next pixel's blue: unused.
            Vector128<float> even = default, odd = default;
            var index = 0;
            for (; index + 1 < weights.Length; index += 2)
            {
                even = Vector128.MultiplyAddEstimate(Load(ref pixel, index), Vector128.Create(weights[index]), even);
                odd = Vector128.MultiplyAddEstimate(Load(ref pixel, index + 1), Vector128.Create(weights[index + 1]), odd);
            }
            if (index < weights.Length)
                even = Vector128.MultiplyAddEstimate(Load(ref pixel, index), Vector128.Create(weights[index]), even);

            // Weights sum to 1 up to rounding, so a value may exceed 255 by a hair, which rounding takes away.
            var rounded = Vector128.ConvertToInt32(Vector128.Round(even + odd));
            target[(x * Channels) + 2] = (byte)rounded[0];
            target[(x * Channels) + 1] = (byte)rounded[1];
            target[x * Channels] = (byte)rounded[2];
        }
    }

    private static Vector128<float> Load(ref float pixel, int index) =>
        Vector128.LoadUnsafe(ref Unsafe.Add(ref pixel, index * Channels));
}
