using System.Numerics.Tensors;
using StavisLive.Core.Media;

namespace StavisLive.Server.History;

/// <summary>Where attention was, as shares of 16x16 cells that sum to 1, and the 256 bytes that such a grid is kept in.</summary>
/// <remarks>
/// A byte holds the root of its cell's share, the highest cell's being 255: small shares keep their precision beside a high peak, and
/// that the shares sum to 1 gives the scale back.
/// </remarks>
internal static class AttentionGrid
{
    /// <summary>Cells per side.</summary>
    public const int Side = 16;

    /// <summary>Cells of a grid.</summary>
    public const int Length = Side * Side;

    // Cells of a map that one cell of the grid covers, per side.
    private const int Block = SaliencyMap.Side / Side;

    /// <summary>Adds a map's shares to sums; false where the map has no attention in it to share out.</summary>
    public static bool Add(ReadOnlySpan<float> map, Span<float> sums)
    {
        var total = TensorPrimitives.Sum(map);
        if (!(total > 0) || !float.IsFinite(total)) return false;
        Span<float> band = stackalloc float[SaliencyMap.Side];
        for (var row = 0; row < Side; row++)
        {
            var rows = map.Slice(row * Block * SaliencyMap.Side, Block * SaliencyMap.Side);
            rows[..SaliencyMap.Side].CopyTo(band);
            for (var line = 1; line < Block; line++) TensorPrimitives.Add(band, rows.Slice(line * SaliencyMap.Side, SaliencyMap.Side), band);
            AddBand(band, 1 / total, sums.Slice(row * Side, Side));
        }
        return true;
    }

    /// <summary>The bytes of sums of shares.</summary>
    public static byte[] Pack(ReadOnlySpan<float> sums)
    {
        var scale = 1 / TensorPrimitives.Max(sums);
        var packed = new byte[Length];
        for (var cell = 0; cell < Length; cell++) packed[cell] = (byte)MathF.Round(byte.MaxValue * MathF.Sqrt(Math.Max(0, sums[cell] * scale)));
        return packed;
    }

    /// <summary>What share of the attention lies in a region.</summary>
    /// <param name="packed">The grid's bytes.</param>
    /// <param name="weights">How much of each cell the region covers, 0 to 1.</param>
    public static double ShareOf(ReadOnlySpan<byte> packed, ReadOnlySpan<float> weights)
    {
        // 256 squares of bytes are whole numbers below 2^24: exact as they are summed.
        Span<float> shares = stackalloc float[Length];
        TensorPrimitives.ConvertChecked(packed, shares);
        TensorPrimitives.Multiply(shares, shares, shares);
        var total = TensorPrimitives.Sum<float>(shares);
        return total > 0 ? Math.Min(1, TensorPrimitives.Dot(shares, weights) / total) : 0;
    }

    /// <summary>How much of each cell a region covers, 0 to 1.</summary>
    public static float[] WeightsOf(FrameArea region)
    {
        var weights = new float[Length];
        for (var cell = 0; cell < Length; cell++)
            weights[cell] = (float)(Covered(region.X, region.Width, cell % Side) * Covered(region.Y, region.Height, cell / Side));
        return weights;
    }

    private static void AddBand(ReadOnlySpan<float> band, float scale, Span<float> sums)
    {
        for (var column = 0; column < Side; column++) sums[column] += scale * TensorPrimitives.Sum(band.Slice(column * Block, Block));
    }

    private static double Covered(double start, double length, int cell) =>
        Math.Clamp(Math.Min((start + length) * Side, cell + 1) - Math.Max(start * Side, cell), 0, 1);
}
