using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OpenCvSharp;

namespace StavisLive.Media.Rendering;

/// <summary>Mixes 8-bit BGR pixels with the colours of 8-bit saliencies.</summary>
internal sealed class HeatBlend
{
    // Saliency (0..1) up to which a pixel stays untouched, and from which on the colour has its full strength.
    private const double Onset = 0.1;
    private const double Full = 0.65;

    // The three channels of a pixel in 16-bit lanes of one word: one multiplication weighs all of them.
    private const ulong LaneBytes = 0x0000_00FF_00FF_00FF;
    private const ulong Half = 0x0000_0080_0080_0080;

    private readonly ulong[] _weighedColours = new ulong[256];
    private readonly uint[] _pictureWeights = new uint[256];

    public HeatBlend(OverlayOptions options)
    {
        var colours = Colours(options.Colormap.Type);
        for (var level = 0; level < 256; level++)
        {
            // In 256ths, so that weight 0 leaves a pixel exactly as it was.
            var weight = (uint)Math.Round(256 * options.Opacity * SmoothStep(Onset, Full, level / 255.0));
            var colour = colours[level];
            _weighedColours[level] = (colour.Item0 | (ulong)colour.Item1 << 16 | (ulong)colour.Item2 << 32) * weight + Half;
            _pictureWeights[level] = 256 - weight;
            if (weight == 0) QuietLevel = (byte)level;
        }
    }

    /// <summary>The highest level that changes nothing.</summary>
    private byte QuietLevel { get; }

    /// <summary>Blends one row.</summary>
    /// <param name="picture">Pixels, three bytes each; only read.</param>
    /// <param name="levels">Saliency of each pixel, 255 = most.</param>
    /// <param name="output">Where the blended pixels go; as long as <paramref name="picture"/>.</param>
    public void BlendRow(ReadOnlySpan<byte> picture, ReadOnlySpan<byte> levels, Span<byte> output)
    {
        picture.CopyTo(output);
        var quiet = new Vector<byte>(QuietLevel);
        var x = 0;
        for (; x <= levels.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            var chunk = levels.Slice(x, Vector<byte>.Count);
            if (Vector.LessThanOrEqualAll(new Vector<byte>(chunk), quiet)) continue;
            BlendPixels(chunk, output.Slice(x * 3, Vector<byte>.Count * 3));
        }
        BlendPixels(levels[x..], output[(x * 3)..]);
    }

    private void BlendPixels(ReadOnlySpan<byte> levels, Span<byte> pixels)
    {
        ref var colours = ref MemoryMarshal.GetArrayDataReference(_weighedColours);
        ref var weights = ref MemoryMarshal.GetArrayDataReference(_pictureWeights);
        ref var pixel = ref MemoryMarshal.GetReference(pixels);
        foreach (var level in levels)
        {
            ref var green = ref Unsafe.Add(ref pixel, 1);
            ref var red = ref Unsafe.Add(ref pixel, 2);
            var lanes = pixel | (ulong)green << 16 | (ulong)red << 32;
            lanes = (lanes * Unsafe.Add(ref weights, level) + Unsafe.Add(ref colours, level)) >> 8 & LaneBytes;
            pixel = (byte)lanes;
            green = (byte)(lanes >> 16);
            red = (byte)(lanes >> 32);
            pixel = ref Unsafe.Add(ref pixel, 3);
        }
    }

    private static Vec3b[] Colours(ColormapTypes colormap)
    {
        using var ramp = new Mat(1, 256, MatType.CV_8UC1);
        using var colours = new Mat();
        for (var level = 0; level < 256; level++) ramp.Set(0, level, (byte)level);
        Cv2.ApplyColorMap(ramp, colours, colormap);
        colours.GetArray(out Vec3b[] values);
        return values;
    }

    private static double SmoothStep(double from, double to, double value)
    {
        var part = Math.Clamp((value - from) / (to - from), 0, 1);
        return part * part * (3 - 2 * part);
    }
}
