using StavisLive.Core.Media;

namespace StavisLive.Media.Matroska;

/// <summary>Writes pictures and audio with their time stamps as one Matroska stream, for ffmpeg's standard input.</summary>
/// <remarks>
/// <para>
/// Every block lies in a cluster of its own, so that the reader has it as soon as it is written and any two stamps may
/// follow each other. The stream never seeks and needs no ending.
/// </para>
/// <para>Writes block. Not thread-safe. Borrows the stream and never closes it.</para>
/// </remarks>
internal sealed class MatroskaWriter
{
    // Microseconds: finer than any sample's distance, coarse enough for 32-bit time bases on the other side.
    private const long NanosecondsPerTick = 1_000;

    // Flag of a SimpleBlock that can be decoded by itself.
    private const byte KeyFrame = 0x80;
    private const byte OneByteNumber = 0x80;

    // Lengths as EbmlBuilder writes them: identifier, eight bytes of size, content.
    private const int TimestampLength = 1 + 8 + 8;
    private const int SimpleBlockHeadLength = 1 + 8;

    // Track number, time relative to the cluster's, flags.
    private const int BlockHeadLength = 1 + 2 + 1;

    // A track number above this takes more than the one byte that a block's head has here.
    private const int MostTracks = 126;

    private readonly Stream _output;
    private readonly MediaTime _origin;
    private readonly int _trackCount;
    private readonly EbmlBuilder _head = new();

    /// <summary>Writes the header.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="origin">The time that becomes the stream's zero; nothing earlier can be written.</param>
    /// <param name="tracks">The tracks, numbered from 1 in this order.</param>
    /// <exception cref="IOException">The other side has gone.</exception>
    public MatroskaWriter(Stream output, MediaTime origin, params ReadOnlySpan<MatroskaTrackEntry> tracks)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tracks.Length, MostTracks, nameof(tracks));
        _output = output;
        _origin = origin;
        _trackCount = tracks.Length;
        WriteHeader(tracks);
    }

    /// <summary>Bytes written so far.</summary>
    public long Written { get; private set; }

    /// <summary>Writes one picture or one packet of audio.</summary>
    /// <param name="track">Number of its track, from 1.</param>
    /// <param name="time">When it is shown or heard.</param>
    /// <param name="payload">Its bytes.</param>
    /// <param name="isKey">Whether it can be decoded by itself, as uncompressed pictures and packets of audio always can.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such track, or the time lies before the origin.</exception>
    /// <exception cref="IOException">The other side has gone.</exception>
    public void Write(int track, MediaTime time, ReadOnlySpan<byte> payload, bool isKey = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(track);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(track, _trackCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(time, _origin);

        var block = BlockHeadLength + (long)payload.Length;
        _head.Clear();
        _head.Head(EbmlId.Cluster, TimestampLength + SimpleBlockHeadLength + block)
            .Unsigned(EbmlId.ClusterTimestamp, TicksOf(time))
            .Head(EbmlId.SimpleBlock, block)
            .Raw([(byte)(OneByteNumber | track), 0, 0, isKey ? KeyFrame : (byte)0]);
        _output.Write(_head.Written);
        _output.Write(payload);
        _output.Flush();
        Written += _head.Written.Length + payload.Length;
    }

    private ulong TicksOf(MediaTime time) =>
        (ulong)(((time - _origin).Nanoseconds + NanosecondsPerTick / 2) / NanosecondsPerTick);

    private void WriteHeader(ReadOnlySpan<MatroskaTrackEntry> tracks)
    {
        var entries = new EbmlBuilder();
        for (var i = 0; i < tracks.Length; i++) entries.Raw(tracks[i].Build(i + 1).Written);
        var header = new EbmlBuilder()
            .Master(EbmlId.Header, new EbmlBuilder()
                .Text(EbmlId.DocType, "matroska")
                .Unsigned(EbmlId.DocTypeVersion, 4)
                .Unsigned(EbmlId.DocTypeReadVersion, 2))
            .OpenHead(EbmlId.Segment)
            .Master(EbmlId.Info, new EbmlBuilder()
                .Unsigned(EbmlId.TimestampScale, NanosecondsPerTick)
                .Text(EbmlId.MuxingApp, "stavis-live")
                .Text(EbmlId.WritingApp, "stavis-live"))
            .Master(EbmlId.Tracks, entries);
        _output.Write(header.Written);
        _output.Flush();
        Written = header.Written.Length;
    }
}
