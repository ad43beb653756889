using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StavisLive.Media.Sources.Colours;

/// <summary>Turns planes of luma and colour differences, the latter halved in both directions, into 8-bit BGR.</summary>
/// <remarks>
/// Two by two pixels get the one pair of differences that lies among them, as from ffmpeg's quick conversion. Within 0.7 levels of the exact
/// value, measured in the tests. What works on vectors is put in where it is called: handing them over through memory took a third of the time.
/// </remarks>
internal sealed unsafe class YuvToBgr
{
    private const int Step = 16;

    // Sums are in 32nds of a level: the largest, of full luma and the strongest blue, is 18,300 and fits sixteen bits.
    private const int FractionBits = 5;

    // Lets vectors of signed bytes cut off what lies outside of 0..255.
    private const int Middle = 128;

    // Sixteen pixels are written as three pieces of 16 bytes. Every third byte of 48 is a colour's: no two of its 16 have the same place within
    // their pieces, so that one shuffle brings each to its place, and a piece takes from it what lies in that piece.
    private static readonly Vector128<byte> BluePlaces = PlacesOf(0);
    private static readonly Vector128<byte> GreenPlaces = PlacesOf(1);
    private static readonly Vector128<byte> RedPlaces = PlacesOf(2);
    private static readonly Vector128<byte> FirstOfThree = EveryThirdFrom(0);
    private static readonly Vector128<byte> SecondOfThree = EveryThirdFrom(1);

    private readonly Factor _luma;
    private readonly Factor _blueToBlue;
    private readonly Factor _blueToGreen;
    private readonly Factor _redToGreen;
    private readonly Factor _redToRed;
    private readonly short _bias;

    /// <param name="colours">What the planes are made of.</param>
    public YuvToBgr(YuvColours colours)
    {
        var (black, lumaScale, differenceScale) = colours.IsFullRange ? (0, 1.0, 1.0) : (16, 255 / 219.0, 255 / 224.0);
        var (red, blue) = (colours.RedShare, colours.BlueShare);
        var green = 1 - red - blue;
        _luma = Factor.Of(lumaScale);
        _blueToBlue = Factor.Of(2 * (1 - blue) * differenceScale);
        _blueToGreen = Factor.Of(-2 * (1 - blue) * blue / green * differenceScale);
        _redToGreen = Factor.Of(-2 * (1 - red) * red / green * differenceScale);
        _redToRed = Factor.Of(2 * (1 - red) * differenceScale);
        _bias = (short)((1 << FractionBits - 1) - _luma.Times(black) - (Middle << FractionBits));
    }

    /// <summary>Bytes of a picture's planes.</summary>
    public static int BytesOf(int width, int height) => width * height + 2 * Half(width) * Half(height);

    /// <summary>Fills a picture.</summary>
    /// <param name="planes">Luma, blue differences, red differences; rows without padding. Odd sides have one more difference.</param>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="pixels">8-bit BGR rows without padding.</param>
    public void Convert(ReadOnlySpan<byte> planes, int width, int height, Span<byte> pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(planes.Length, BytesOf(width, height), nameof(planes));
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels.Length, width * height * 3, nameof(pixels));
        fixed (byte* luma = planes, target = pixels)
        {
            var blue = luma + width * height;
            var red = blue + Half(width) * Half(height);
            for (var row = 0; row < height; row += 2)
            {
                // An odd last row is written twice.
                var next = Math.Min(row + 1, height - 1);
                var at = row / 2 * Half(width);
                ConvertRows(luma + row * width, luma + next * width, blue + at, red + at, width, target + row * width * 3, target + next * width * 3);
            }
        }
    }

    private static int Half(int side) => (side + 1) / 2;

    private void ConvertRows(byte* upper, byte* lower, byte* blue, byte* red, int width, byte* upperTarget, byte* lowerTarget)
    {
        var column = 0;
        for (; column + Step <= width; column += Step)
        {
            var differences = Differences(blue + column / 2, red + column / 2);
            ConvertStep(upper + column, differences, upperTarget + column * 3);
            ConvertStep(lower + column, differences, lowerTarget + column * 3);
        }
        for (; column < width; column++)
        {
            var differences = Differences(blue[column / 2], red[column / 2]);
            ConvertPixel(upper[column], differences, upperTarget + column * 3);
            ConvertPixel(lower[column], differences, lowerTarget + column * 3);
        }
    }

    // What eight pairs of differences add to the luma of two columns each.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (Vector128<short> Blue, Vector128<short> Green, Vector128<short> Red) Differences(byte* blue, byte* red)
    {
        var (u, v) = (Centred(blue), Centred(red));
        var bias = Vector128.Create(_bias);
        return (_blueToBlue.Times(u) + bias, _blueToGreen.Times(u) + _redToGreen.Times(v) + bias, _redToRed.Times(v) + bias);
    }

    private (int Blue, int Green, int Red) Differences(byte blue, byte red)
    {
        var (u, v) = (blue - Middle, red - Middle);
        return (_blueToBlue.Times(u) + _bias, _blueToGreen.Times(u) + _redToGreen.Times(v) + _bias, _redToRed.Times(v) + _bias);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Centred(byte* differences) =>
        Vector128.WidenLower(Vector128.CreateScalar(*(ulong*)differences).AsByte()).AsInt16() - Vector128.Create((short)Middle);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ConvertStep(byte* luma, (Vector128<short> Blue, Vector128<short> Green, Vector128<short> Red) differences, byte* target)
    {
        var levels = Vector128.Load(luma).AsInt16();
        var even = _luma.Times(levels & Vector128.Create((short)0xFF));
        var odd = _luma.Times(levels >>> 8);
        var blue = Levels(even + differences.Blue, odd + differences.Blue);
        var green = Levels(even + differences.Green, odd + differences.Green);
        var red = Levels(even + differences.Red, odd + differences.Red);
        var (first, second, third) = (Vector128.Shuffle(blue, BluePlaces), Vector128.Shuffle(green, GreenPlaces), Vector128.Shuffle(red, RedPlaces));
        Woven(first, second, third).Store(target);
        Woven(second, third, first).Store(target + Step);
        Woven(third, first, second).Store(target + 2 * Step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Woven(Vector128<byte> first, Vector128<byte> second, Vector128<byte> third) =>
        Vector128.ConditionalSelect(FirstOfThree, first, Vector128.ConditionalSelect(SecondOfThree, second, third));

    private void ConvertPixel(byte luma, (int Blue, int Green, int Red) differences, byte* target)
    {
        var level = _luma.Times(luma);
        target[0] = Level(level + differences.Blue);
        target[1] = Level(level + differences.Green);
        target[2] = Level(level + differences.Red);
    }

    // The eight even columns, then the odd ones.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Levels(Vector128<short> even, Vector128<short> odd) =>
        Vector128.NarrowWithSaturation(even >> FractionBits, odd >> FractionBits).AsByte() ^ Vector128.Create((byte)Middle);

    private static byte Level(int sum) => (byte)Math.Clamp((sum >> FractionBits) + Middle, 0, 255);

    // Of columns in the order of Levels.
    private static Vector128<byte> PlacesOf(int colour)
    {
        Span<byte> places = stackalloc byte[Step];
        for (var column = 0; column < Step; column++) places[(column * 3 + colour) % Step] = (byte)(column / 2 + column % 2 * (Step / 2));
        return Vector128.Create<byte>(places);
    }

    private static Vector128<byte> EveryThirdFrom(int first)
    {
        Span<byte> mask = stackalloc byte[Step];
        for (var at = first; at < Step; at += 3) mask[at] = byte.MaxValue;
        return Vector128.Create<byte>(mask);
    }

    /// <summary>A factor in two parts, so that products of 8-bit levels fit sixteen bits: off by less than a 30th of a level.</summary>
    /// <param name="Whole">32nds.</param>
    /// <param name="Rest">128ths of 32nds, -64..64.</param>
    private readonly record struct Factor(short Whole, short Rest)
    {
        private const int RestBits = 7;

        public static Factor Of(double value)
        {
            var whole = Math.Round(value * (1 << FractionBits));
            return new Factor((short)whole, (short)Math.Round((value * (1 << FractionBits) - whole) * (1 << RestBits)));
        }

        /// <summary>A product in 32nds of a level.</summary>
        public int Times(int level) => level * Whole + (level * Rest >> RestBits);

        /// <inheritdoc cref="Times(int)" />
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector128<short> Times(Vector128<short> levels) => levels * Whole + (levels * Rest >> RestBits);
    }
}
