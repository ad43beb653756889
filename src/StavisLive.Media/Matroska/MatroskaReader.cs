using System.Buffers.Binary;
using StavisLive.Core.Media;

namespace StavisLive.Media.Matroska;

/// <summary>Takes a Matroska stream apart as it arrives: its tracks, then block after block.</summary>
/// <remarks>
/// <para>
/// It reads what ffmpeg writes to a pipe: one segment, sizes known or not, blocks without lacing; everything that it does
/// not need it skips. Payloads go from the stream straight to where the caller wants them.
/// </para>
/// <para>Reads block, so it belongs on a thread of its own. Not thread-safe. Borrows the stream.</para>
/// </remarks>
internal sealed class MatroskaReader
{
    // A header longer than this is damage: ffmpeg's are some hundred bytes, and a Vorbis track adds some thousands.
    private const int LongestHeaderElement = 16 << 20;

    // Track number, relative time, flags.
    private const int BlockHead = 4;
    private const int LacingFlags = 0x06;
    private const long DefaultTimestampScale = 1_000_000;

    private readonly ReadBuffer _input;
    private long _nanosecondsPerTick = DefaultTimestampScale;
    private long _clusterTicks;
    private int _payloadLeft;

    /// <summary>Reads from the stream's current position on.</summary>
    public MatroskaReader(Stream stream) => _input = new ReadBuffer(stream);

    /// <summary>Reads the header; called once, before the first block.</summary>
    /// <returns>The tracks; empty where the stream ended without any.</returns>
    /// <exception cref="InvalidDataException">It is no Matroska stream, or a damaged one.</exception>
    /// <exception cref="EndOfStreamException">It ended within an element.</exception>
    public IReadOnlyList<MatroskaTrack> ReadTracks()
    {
        while (TryReadElement(out var id, out var size))
        {
            switch (id)
            {
                case EbmlId.Segment:
                    break;
                case EbmlId.Info:
                    ReadInfo(ReadInMemory(size));
                    break;
                case EbmlId.Tracks:
                    return ParseTracks(ReadInMemory(size));
                default:
                    Skip(size);
                    break;
            }
        }
        return [];
    }

    /// <summary>Goes to the next block; what was not read of the one before is skipped.</summary>
    /// <returns>False at the stream's end.</returns>
    /// <exception cref="InvalidDataException">The stream is damaged.</exception>
    /// <exception cref="EndOfStreamException">It ended within an element.</exception>
    public bool TryReadBlock(out MatroskaBlock block)
    {
        _input.Skip(_payloadLeft);
        _payloadLeft = 0;
        while (TryReadElement(out var id, out var size))
        {
            switch (id)
            {
                // Containers are entered: what lies in them is told apart by its identifier alone.
                case EbmlId.Cluster or EbmlId.BlockGroup:
                    break;
                case EbmlId.ClusterTimestamp:
                    _clusterTicks = ReadTimestamp(size);
                    break;
                case EbmlId.SimpleBlock or EbmlId.Block:
                    block = ReadBlockHead(size);
                    return true;
                default:
                    Skip(size);
                    break;
            }
        }
        block = default;
        return false;
    }

    /// <summary>Reads the current block's payload, whole or piece by piece.</summary>
    /// <exception cref="EndOfStreamException">The stream ended before the payload did.</exception>
    public void ReadPayload(Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(destination.Length, _payloadLeft, nameof(destination));
        _input.ReadExactly(destination);
        _payloadLeft -= destination.Length;
    }

    private MatroskaBlock ReadBlockHead(long size)
    {
        if (size is < BlockHead or > int.MaxValue) throw Damaged($"a block of {size} bytes");
        Span<byte> head = stackalloc byte[BlockHead];
        _input.ReadExactly(head);
        if (EbmlNumber.LengthOf(head[0]) != 1) throw Damaged("a track number above 126");
        if ((head[3] & LacingFlags) != 0) throw Damaged("a laced block, which is not supported");
        var ticks = _clusterTicks + BinaryPrimitives.ReadInt16BigEndian(head[1..]);
        _payloadLeft = (int)size - BlockHead;
        return new MatroskaBlock(head[0] & 0x7F, new MediaTime(ticks * _nanosecondsPerTick), _payloadLeft);
    }

    private void ReadInfo(ReadOnlyMemory<byte> payload)
    {
        var cursor = new EbmlCursor(payload.Span);
        while (cursor.Next())
        {
            if (cursor.Id == EbmlId.TimestampScale) _nanosecondsPerTick = cursor.Count();
        }
        if (_nanosecondsPerTick == 0) throw Damaged("a time unit of zero");
    }

    private static List<MatroskaTrack> ParseTracks(ReadOnlyMemory<byte> payload)
    {
        var tracks = new List<MatroskaTrack>();
        var cursor = new EbmlCursor(payload.Span);
        while (cursor.Next())
        {
            if (cursor.Id == EbmlId.TrackEntry) tracks.Add(MatroskaTrack.Parse(cursor.Payload.ToArray()));
        }
        return tracks;
    }

    private bool TryReadElement(out uint id, out long size)
    {
        (id, size) = (0, 0);
        if (_input.IsAtEnd) return false;
        Span<byte> bytes = stackalloc byte[8];
        id = (uint)EbmlCursor.ToUnsigned(ReadNumber(bytes, longest: 4));
        size = EbmlNumber.DecodeSize(ReadNumber(bytes, longest: 8));
        return true;
    }

    private Span<byte> ReadNumber(Span<byte> bytes, int longest)
    {
        _input.ReadExactly(bytes[..1]);
        var length = EbmlNumber.LengthOf(bytes[0]);
        if (length > longest) throw Damaged($"the byte 0x{bytes[0]:X2} where a number should begin");
        _input.ReadExactly(bytes[1..length]);
        return bytes[..length];
    }

    private long ReadTimestamp(long size)
    {
        if (size is < 0 or > 8) throw Damaged($"a number of {size} bytes");
        Span<byte> bytes = stackalloc byte[8];
        _input.ReadExactly(bytes[..(int)size]);
        var ticks = EbmlCursor.ToUnsigned(bytes[..(int)size]);
        // Leaves room for the blocks' relative times: everything stays representable in nanoseconds.
        var latest = long.MaxValue / _nanosecondsPerTick - short.MaxValue;
        if (ticks > (ulong)latest) throw Damaged($"the time {ticks}");
        return (long)ticks;
    }

    private ReadOnlyMemory<byte> ReadInMemory(long size)
    {
        if (size is < 0 or > LongestHeaderElement) throw Damaged($"a header element of {size} bytes");
        var payload = new byte[size];
        _input.ReadExactly(payload);
        return payload;
    }

    private void Skip(long size)
    {
        if (size == EbmlNumber.Unknown) throw Damaged("an element without a size in an unexpected place");
        _input.Skip(size);
    }

    private static InvalidDataException Damaged(string what) => new($"The Matroska stream is damaged: {what}.");
}
