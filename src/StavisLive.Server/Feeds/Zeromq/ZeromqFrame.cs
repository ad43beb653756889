using System.Buffers.Binary;

namespace StavisLive.Server.Feeds.Zeromq;

/// <summary>A frame of ZMTP 3.0, the protocol of ZeroMQ (<c>rfc.zeromq.org/spec/23</c>): flags, length, content.</summary>
/// <param name="IsCommand">Whether it is for the connection itself, and no part of a message.</param>
/// <param name="Content">What is in it.</param>
internal readonly record struct ZeromqFrame(bool IsCommand, byte[] Content)
{
    /// <summary>The flag of a message's parts that others follow.</summary>
    public const byte More = 1;

    /// <summary>The flag of what is for the connection itself.</summary>
    public const byte Command = 4;

    private const byte Long = 2;

    /// <summary>How many bytes a whole frame has.</summary>
    public static int LengthOf(ReadOnlySpan<byte> content) => 1 + (content.Length <= byte.MaxValue ? 1 : sizeof(ulong)) + content.Length;

    /// <summary>A whole frame.</summary>
    public static byte[] Encode(byte flags, ReadOnlySpan<byte> content)
    {
        var frame = new byte[LengthOf(content)];
        Encode(flags, content, frame);
        return frame;
    }

    /// <summary>Writes a whole frame.</summary>
    /// <returns>What is left of the place behind it.</returns>
    public static Span<byte> Encode(byte flags, ReadOnlySpan<byte> content, Span<byte> place)
    {
        if (content.Length <= byte.MaxValue) (place[0], place[1]) = (flags, (byte)content.Length);
        else
        {
            place[0] = (byte)(flags | Long);
            BinaryPrimitives.WriteUInt64BigEndian(place[1..], (ulong)content.Length);
        }
        content.CopyTo(place[(LengthOf(content) - content.Length)..]);
        return place[LengthOf(content)..];
    }

    /// <summary>Reads the next one.</summary>
    /// <param name="input">Where from.</param>
    /// <param name="most">Most bytes of its content: whoever claims more is not believed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidDataException">It is none, or too long.</exception>
    /// <exception cref="EndOfStreamException">Nothing more comes.</exception>
    public static async ValueTask<ZeromqFrame> ReadAsync(Stream input, int most, CancellationToken cancellationToken)
    {
        var head = new byte[sizeof(ulong)];
        await input.ReadExactlyAsync(head.AsMemory(0, 1), cancellationToken).ConfigureAwait(false);
        var flags = head[0];
        if ((flags & ~(More | Long | Command)) != 0) throw new InvalidDataException($"{flags} are no flags of ZMTP 3.");
        var isLong = (flags & Long) != 0;
        await input.ReadExactlyAsync(head.AsMemory(0, isLong ? sizeof(ulong) : 1), cancellationToken).ConfigureAwait(false);
        var length = isLong ? BinaryPrimitives.ReadUInt64BigEndian(head) : head[0];
        if (length > (ulong)most) throw new InvalidDataException($"A frame claims to have {length} bytes.");
        var content = new byte[length];
        await input.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
        return new ZeromqFrame((flags & Command) != 0, content);
    }
}
