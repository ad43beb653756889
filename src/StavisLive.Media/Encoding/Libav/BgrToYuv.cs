using System.Runtime.Intrinsics;

namespace StavisLive.Media.Encoding.Libav;

/// <summary>Turns a picture into the planes that video encoders take: high-definition colours (BT.709) of limited range, halved in both directions.</summary>
/// <remarks>A side with an odd number of pixels grows by one, a copy of its last. Within a level and a half of the exact value, measured in the tests.</remarks>
internal static unsafe class BgrToYuv
{
    private const int Step = 16;
    private const int Bytes = Step * 3;

    // 256 times what BT.709 says of full-range colours and limited-range planes; rounded so that grey stays grey.
    private const int LumaBlue = 16;
    private const int LumaGreen = 157;
    private const int LumaRed = 47;
    private const int LumaBias = (16 << 8) + 128;
    private const int ChromaBias = 128;

    // Where each colour's 16 values lie in the three pieces of 16 bytes that they are read from; 255 is none.
    private static readonly Vector128<byte>[] Picks = [.. from colour in Enumerable.Range(0, 3) from piece in Enumerable.Range(0, 3) select PickOf(colour, piece)];

    /// <summary>Pixels per row, or rows, of the planes of a picture with so many.</summary>
    public static int Even(int side) => side + side % 2;

    /// <summary>Fills the planes.</summary>
    /// <param name="pixels">8-bit BGR rows without padding.</param>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="luma">The first plane, <see cref="Even"/> in both directions.</param>
    /// <param name="blue">The second, half as wide and high.</param>
    /// <param name="red">The third.</param>
    public static void Convert(ReadOnlySpan<byte> pixels, int width, int height, Plane luma, Plane blue, Plane red)
    {
        fixed (byte* first = pixels)
        {
            for (var row = 0; row < height; row += 2)
            {
                var upper = first + (long)row * width * 3;
                var lower = row + 1 < height ? upper + (long)width * 3 : upper;
                ConvertRows(upper, lower, width, luma.Row(row), luma.Row(row + 1), blue.Row(row / 2), red.Row(row / 2));
            }
        }
    }

    private static void ConvertRows(byte* upper, byte* lower, int width, byte* upperLuma, byte* lowerLuma, byte* blue, byte* red)
    {
        var column = 0;
        for (; column + Step <= width; column += Step)
        {
            var above = Split(upper + column * 3);
            var below = Split(lower + column * 3);
            Luma(above).Store(upperLuma + column);
            Luma(below).Store(lowerLuma + column);
            var mean = (Blue: Mean(above.Blue, below.Blue), Green: Mean(above.Green, below.Green), Red: Mean(above.Red, below.Red));
            StoreChroma(blue + column / 2, mean.Blue * 112 - mean.Green * 86 - mean.Red * 26);
            StoreChroma(red + column / 2, mean.Red * 112 - mean.Green * 102 - mean.Blue * 10);
        }
        for (; column < width; column += 2)
            ConvertFour(upper, lower, column, Math.Min(column + 1, width - 1), upperLuma + column, lowerLuma + column, blue + column / 2, red + column / 2);
    }

    private static void ConvertFour(byte* upper, byte* lower, int left, int right, byte* upperLuma, byte* lowerLuma, byte* blue, byte* red)
    {
        (upperLuma[0], upperLuma[1]) = (Luma(upper + left * 3), Luma(upper + right * 3));
        (lowerLuma[0], lowerLuma[1]) = (Luma(lower + left * 3), Luma(lower + right * 3));
        var mean = stackalloc int[3];
        for (var colour = 0; colour < 3; colour++)
            mean[colour] = (upper[left * 3 + colour] + upper[right * 3 + colour] + lower[left * 3 + colour] + lower[right * 3 + colour] + 2) >> 2;
        *blue = (byte)(((mean[0] * 112 - mean[1] * 86 - mean[2] * 26 + ChromaBias) >> 8) + 128);
        *red = (byte)(((mean[2] * 112 - mean[1] * 102 - mean[0] * 10 + ChromaBias) >> 8) + 128);
    }

    private static byte Luma(byte* pixel) => (byte)((pixel[0] * LumaBlue + pixel[1] * LumaGreen + pixel[2] * LumaRed + LumaBias) >> 8);

    private static (Vector128<byte> Blue, Vector128<byte> Green, Vector128<byte> Red) Split(byte* pixels)
    {
        var (first, second, third) = (Vector128.Load(pixels), Vector128.Load(pixels + Step), Vector128.Load(pixels + 2 * Step));
        return (Pick(0), Pick(1), Pick(2));

        Vector128<byte> Pick(int colour) =>
            Vector128.Shuffle(first, Picks[colour * 3]) | Vector128.Shuffle(second, Picks[colour * 3 + 1]) | Vector128.Shuffle(third, Picks[colour * 3 + 2]);
    }

    private static Vector128<byte> PickOf(int colour, int piece)
    {
        Span<byte> places = stackalloc byte[Step];
        for (var pixel = 0; pixel < Step; pixel++)
        {
            var at = pixel * 3 + colour - piece * Step;
            places[pixel] = at is >= 0 and < Step ? (byte)at : byte.MaxValue;
        }
        return Vector128.Create<byte>(places);
    }

    // No sum exceeds sixteen bits without a sign: 255 * 220 and the bias.
    private static Vector128<byte> Luma((Vector128<byte> Blue, Vector128<byte> Green, Vector128<byte> Red) pixels)
    {
        var lower = Vector128.WidenLower(pixels.Blue) * LumaBlue + Vector128.WidenLower(pixels.Green) * LumaGreen + Vector128.WidenLower(pixels.Red) * LumaRed;
        var upper = Vector128.WidenUpper(pixels.Blue) * LumaBlue + Vector128.WidenUpper(pixels.Green) * LumaGreen + Vector128.WidenUpper(pixels.Red) * LumaRed;
        var bias = Vector128.Create((ushort)LumaBias);
        return Vector128.Narrow((lower + bias) >>> 8, (upper + bias) >>> 8);
    }

    // Of two neighbours in two rows.
    private static Vector128<short> Mean(Vector128<byte> above, Vector128<byte> below)
    {
        var (upper, lower, even) = (above.AsUInt16(), below.AsUInt16(), Vector128.Create((ushort)0xFF));
        var sum = (upper & even) + (upper >>> 8) + (lower & even) + (lower >>> 8);
        return ((sum + Vector128.Create((ushort)2)) >>> 2).AsInt16();
    }

    private static void StoreChroma(byte* target, Vector128<short> sums)
    {
        var levels = ((sums + Vector128.Create((short)ChromaBias)) >> 8) + Vector128.Create((short)128);
        Vector128.Narrow(levels.AsUInt16(), levels.AsUInt16()).GetLower().Store(target);
    }

    /// <summary>One plane of a picture in native memory; borrowed.</summary>
    /// <param name="First">Its first byte.</param>
    /// <param name="Stride">Bytes from row to row.</param>
    public readonly record struct Plane(nint First, int Stride)
    {
        /// <summary>The first byte of a row.</summary>
        public byte* Row(int row) => (byte*)First + (long)row * Stride;
    }
}
