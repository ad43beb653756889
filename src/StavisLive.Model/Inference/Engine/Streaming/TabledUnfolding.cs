using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Model.Inference.Engine.Scripts;
using StavisLive.Model.Native;
using StavisLive.Model.Network;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Streaming;

/// <summary>In bfloat16 on the processor: to the bit what the library makes of it, in one pass.</summary>
internal sealed class TabledUnfolding : PictureUnfolding
{
    private const int Side = SaliencyMap.Side;
    private const int Channels = 3;
    private const int Border = StemScript.TapCount / 2 * Channels;
    private const int Read = StemScript.TapCount * Channels; // values that a column of the output reads of a row
    private const int Stride = 2 * Channels;
    private const int Row = StemShape.Side * Read;

    // What each byte comes to, by channel.
    private static readonly ushort[] Tables = [.. NetworkInput.Mean.SelectMany(mean => Enumerable.Range(0, 256).Select(value => Rounded(value - mean)))];

    /// <inheritdoc />
    public override Tensor Unfold(Tensor pictures)
    {
        var count = (int)pictures.size(0);
        var unfolded = empty([1, count, Side, StemShape.Side, Read], bfloat16);
        OpenMpTeam.For(count, frame => UnfoldPicture(
            pictures.bytes.Slice(frame * NetworkWindow.BytesPerFrame, NetworkWindow.BytesPerFrame),
            MemoryMarshal.Cast<byte, ushort>(unfolded.bytes).Slice(frame * Side * Row, Side * Row)));
        using (unfolded) return unfolded.permute(0, 4, 1, 2, 3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UnfoldPicture(ReadOnlySpan<byte> picture, Span<ushort> columns)
    {
        var red = Tables.AsSpan(0, 256);
        var green = Tables.AsSpan(256, 256);
        var blue = Tables.AsSpan(512, 256);
        // Zeros at both ends are the padding.
        Span<ushort> values = stackalloc ushort[Border + (Side * Channels) + Border];
        values.Clear();
        for (var row = 0; row < Side; row++)
        {
            var pixels = picture.Slice(row * Side * Channels, Side * Channels);
            var inner = values.Slice(Border, Side * Channels);
            for (var at = 0; at + 2 < inner.Length; at += Channels)
            {
                inner[at] = red[pixels[at]];
                inner[at + 1] = green[pixels[at + 1]];
                inner[at + 2] = blue[pixels[at + 2]];
            }
            for (var column = 0; column < StemShape.Side; column++)
                values.Slice(column * Stride, Read).CopyTo(columns.Slice((row * Row) + (column * Read), Read));
        }
    }

    // To the nearest, ties to even.
    private static ushort Rounded(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
