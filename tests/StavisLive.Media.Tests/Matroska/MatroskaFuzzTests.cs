using System.Buffers.Binary;
using CsCheck;
using StavisLive.Core.Media;
using StavisLive.Media.Matroska;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Matroska;

public sealed class MatroskaFuzzTests
{
    private static readonly Gen<uint> Id = Gen.Frequency(
        (9, Gen.OneOf(
            EbmlId.Info, EbmlId.TimestampScale, EbmlId.Tracks, EbmlId.TrackEntry, EbmlId.TrackNumber, EbmlId.TrackType, EbmlId.DefaultDuration, EbmlId.CodecId, EbmlId.CodecPrivate,
            EbmlId.Video, EbmlId.PixelWidth, EbmlId.PixelHeight, EbmlId.Audio, EbmlId.SamplingFrequency, EbmlId.Channels, EbmlId.Cluster, EbmlId.ClusterTimestamp, EbmlId.SimpleBlock,
            EbmlId.BlockGroup, EbmlId.Block)),
        (1, Gen.OneOf(EbmlId.Segment, EbmlId.Header, 0xECu, 0x42F7u)));

    private static readonly Gen<byte[]> Payload = Gen.OneOf(
        Gen.Byte.Array[0, 12],
        Fuzzing.OddNumber.Select(number =>
        {
            var bytes = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(bytes, number);
            return bytes;
        }),
        Gen.Byte[0, 8].Select(number => (byte[])[number]),
        Gen.OneOf(double.NaN, double.PositiveInfinity, -1, 0, 1e300).Select(number =>
        {
            var bytes = new byte[8];
            BinaryPrimitives.WriteDoubleBigEndian(bytes, number);
            return bytes;
        }),
        Gen.Select(Gen.OneOf<byte>(0x81, 0x82, 0x40, 0), Gen.Short, Gen.OneOf<byte>(0, 0x80, 0x06), Gen.Byte.Array[0, 20])
            .Select((track, time, flags, data) => (byte[])[track, (byte)(time >> 8), (byte)time, flags, .. data]),
        Fuzzing.OddText.Select(System.Text.Encoding.UTF8.GetBytes));

    private static readonly Gen<byte[]> Element = Gen.Recursive<byte[]>((depth, self) => Gen.Select(
        Id,
        depth > 5 ? Payload : Gen.Frequency((2, Payload), (1, self.Array[0, 4].Select(children => children.SelectMany(child => child).ToArray()))),
        // How its size is given: as it is in eight bytes or in one, unknown, or wrong.
        Gen.Frequency((6, Gen.Const(0)), (3, Gen.Const(1)), (1, Gen.Int[2, 4])),
        Fuzzing.OddNumber).Select(Write));

    private static readonly Gen<byte[]> Track = Gen.Select(Element.Array[0, 2], Gen.Int[0, 2]).Select((odd, type) => Write(
        EbmlId.TrackEntry, [.. Write(EbmlId.TrackNumber, [1], 0, 0), .. Write(EbmlId.TrackType, [(byte)type], 0, 0), .. odd.SelectMany(child => child)], 0, 0));

    private static readonly Gen<byte[]> Streams = Gen.Select(Element.Array[0, 2], Track.Array[0, 3], Element.Array[0, 5], Gen.Frequency((6, Gen.Const(0)), (1, Gen.Int[1, 30])))
        .Select((before, tracks, after, cut) =>
        {
            byte[] stream =
            [
                .. Write(EbmlId.Header, [], 0, 0), .. Write(EbmlId.Segment, [], 2, 0), .. before.SelectMany(child => child),
                .. Write(EbmlId.Tracks, [.. tracks.SelectMany(child => child)], 0, 0), .. after.SelectMany(child => child),
            ];
            return stream[..Math.Max(0, stream.Length - cut)];
        });

    [Fact]
    public void Read_OddStreams_AreReadOrRefused() => Fuzzing.Run(
        Streams, Read, e => e is InvalidDataException or EndOfStreamException, TestContext.Current.TestOutputHelper!.WriteLine);

    private static void Read(byte[] stream)
    {
        var reader = new MatroskaReader(new MemoryStream(stream));
        foreach (var track in reader.ReadTracks())
        {
            Assert.InRange((long)track.Width * track.Height * 3, 0, Array.MaxLength);
            MatroskaTrackEntry.Encoded(new EncodedAudio(track.CodecId, track.Entry));
        }
        while (reader.TryReadBlock(out var block)) reader.ReadPayload(new byte[Math.Min(block.Length, 1_000)]);
    }

    private static byte[] Write(uint id, byte[] payload, int sizing, long lie)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, id);
        var size = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(size, payload.Length + (1L << 56));
        byte[] unknown = [1, 255, 255, 255, 255, 255, 255, 255];
        var wrong = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(wrong, (lie & ((1L << 56) - 1)) + (1L << 56));
        var given = sizing switch { 1 when payload.Length < 126 => [(byte)(0x80 + payload.Length)], 2 => unknown, 3 => wrong, 4 => [0], _ => size };
        return [.. bytes.SkipWhile(part => part == 0), .. given, .. payload];
    }
}
