using System.Buffers.Binary;
using StavisLive.Core.Media;

namespace StavisLive.Media.Matroska;

/// <summary>A track to be written: everything about it but its number.</summary>
internal sealed class MatroskaTrackEntry
{
    private const int BitmapHeaderSize = 40;

    private readonly byte[] _children;

    private MatroskaTrackEntry(EbmlBuilder children) => _children = children.Written.ToArray();

    /// <summary>Uncompressed pictures as <see cref="VideoFrame.Pixels"/> holds them.</summary>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="frameRate">Nominal frames per second; 0 when unknown or variable.</param>
    /// <param name="aspect">How wide pixels are shown.</param>
    public static MatroskaTrackEntry BgrVideo(int width, int height, double frameRate, PixelAspect aspect = default) =>
        Video("V_MS/VFW/FOURCC", BitmapHeader(width, height, bits: 24, "\0\0\0\0"u8), width, height, frameRate, aspect);

    /// <summary>Uncompressed grey pictures, a byte a pixel.</summary>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="frameRate">Nominal frames per second; 0 when unknown or variable.</param>
    public static MatroskaTrackEntry GreyVideo(int width, int height, double frameRate) =>
        Video("V_MS/VFW/FOURCC", BitmapHeader(width, height, bits: 8, "Y800"u8), width, height, frameRate, aspect: default);

    /// <summary>Encoded pictures.</summary>
    /// <param name="codec">Matroska codec identifier.</param>
    /// <param name="header">What a decoder must know beforehand; empty where it must know nothing.</param>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="frameRate">Nominal frames per second; 0 when unknown or variable.</param>
    /// <param name="aspect">How wide pixels are shown.</param>
    public static MatroskaTrackEntry EncodedVideo(string codec, byte[] header, int width, int height, double frameRate, PixelAspect aspect = default) =>
        Video(codec, header, width, height, frameRate, aspect);

    /// <summary>Mono samples as <see cref="AudioBlock.Samples"/> holds them.</summary>
    public static MatroskaTrackEntry FloatAudio() => new(new EbmlBuilder()
        .Unsigned(EbmlId.TrackType, (ulong)MatroskaTrackType.Audio)
        .Unsigned(EbmlId.FlagLacing, 0)
        .Text(EbmlId.CodecId, "A_PCM/FLOAT/IEEE")
        .Master(EbmlId.Audio, new EbmlBuilder()
            .Float(EbmlId.SamplingFrequency, AudioFormat.SampleRate)
            .Unsigned(EbmlId.Channels, 1)
            .Unsigned(EbmlId.BitDepth, 32)));

    /// <summary>A source's own audio, for its packets as they came.</summary>
    /// <exception cref="InvalidDataException">The entry is damaged.</exception>
    public static MatroskaTrackEntry Encoded(EncodedAudio audio)
    {
        // Its number and its unique number meant something in the stream it came from.
        var children = new EbmlBuilder();
        var cursor = new EbmlCursor(audio.TrackEntry.Span);
        while (cursor.Next())
        {
            if (cursor.Id is not (EbmlId.TrackNumber or EbmlId.TrackUid)) children.Raw(cursor.Element);
        }
        return new MatroskaTrackEntry(children);
    }

    /// <summary>The element of track <paramref name="number"/>.</summary>
    internal EbmlBuilder Build(int number) => new EbmlBuilder().Master(EbmlId.TrackEntry, new EbmlBuilder()
        .Unsigned(EbmlId.TrackNumber, (ulong)number)
        .Unsigned(EbmlId.TrackUid, (ulong)number)
        .Raw(_children));

    private static MatroskaTrackEntry Video(string codec, byte[] header, int width, int height, double frameRate, PixelAspect aspect)
    {
        var children = new EbmlBuilder()
            .Unsigned(EbmlId.TrackType, (ulong)MatroskaTrackType.Video)
            .Unsigned(EbmlId.FlagLacing, 0)
            .Text(EbmlId.CodecId, codec);
        if (header.Length > 0) children.Bytes(EbmlId.CodecPrivate, header);
        var video = new EbmlBuilder()
            .Unsigned(EbmlId.PixelWidth, (ulong)width)
            .Unsigned(EbmlId.PixelHeight, (ulong)height);
        // Any two numbers of that proportion will do, and these hold it exactly.
        if (!aspect.IsSquare) video.Unsigned(EbmlId.DisplayWidth, (ulong)width * (ulong)aspect.Width).Unsigned(EbmlId.DisplayHeight, (ulong)height * (ulong)aspect.Height);
        children.Master(EbmlId.Video, video);
        if (frameRate > 0) children.Unsigned(EbmlId.DefaultDuration, (ulong)Math.Round(1e9 / frameRate));
        return new MatroskaTrackEntry(children);
    }

    // BITMAPINFOHEADER: size, width, height (negative: rows from the top), planes, bits, kind (zeros: BGR), length, the rest zero.
    private static byte[] BitmapHeader(int width, int height, int bits, ReadOnlySpan<byte> kind)
    {
        var header = new byte[BitmapHeaderSize];
        BinaryPrimitives.WriteInt32LittleEndian(header, BitmapHeaderSize);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), width);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), -height);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(12), 1);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(14), (short)bits);
        kind.CopyTo(header.AsSpan(16));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(20), width * height * bits / 8);
        return header;
    }
}
