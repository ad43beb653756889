using System.Numerics;

namespace StavisLive.Media.Matroska;

/// <summary>EBML's numbers of variable length: as many leading zero bits as bytes follow the first (RFC 8794, section 4).</summary>
internal static class EbmlNumber
{
    /// <summary>What stands for "until the next element of this level" in place of a size.</summary>
    public const long Unknown = -1;

    /// <summary>Bytes that a number takes, from its first byte; 9 where that byte is 0, which no number begins with.</summary>
    public static int LengthOf(byte first) => BitOperations.LeadingZeroCount((uint)first << 24 | 1u << 23) + 1;

    /// <summary>The value without the length marker; <see cref="Unknown"/> where all its bits are ones.</summary>
    public static long DecodeSize(ReadOnlySpan<byte> bytes)
    {
        long value = bytes[0] & ((1 << (8 - bytes.Length)) - 1);
        foreach (var part in bytes[1..]) value = value << 8 | part;
        return value == (1L << (7 * bytes.Length)) - 1 ? Unknown : value;
    }
}
