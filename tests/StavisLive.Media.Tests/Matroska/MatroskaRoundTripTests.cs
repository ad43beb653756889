using CsCheck;
using StavisLive.Core.Media;
using StavisLive.Media.Matroska;

namespace StavisLive.Media.Tests.Matroska;

public class MatroskaRoundTripTests
{
    private static readonly Gen<(int Track, long Microseconds, byte[] Payload)[]> Blocks = Gen.Select(
        Gen.Int[1, 2],
        Gen.Long[-1_000_000, 1_000_000_000_000],
        Gen.Byte.Array[0, 300]).Array[0, 20];

    [Fact]
    public void WriteThenRead_AnyBlocks_ComeBackUnchanged() => Blocks.Sample(
        blocks =>
        {
            using var stream = new MemoryStream();
            var origin = new MediaTime(-1_000_000_000);
            var writer = new MatroskaWriter(
                stream, origin, MatroskaTrackEntry.BgrVideo(6, 4, 25), MatroskaTrackEntry.FloatAudio());
            foreach (var (track, time, payload) in blocks) writer.Write(track, new MediaTime(time * 1_000), payload);
            stream.Position = 0;

            var reader = new MatroskaReader(stream);
            reader.ReadTracks();
            foreach (var (track, time, payload) in blocks)
            {
                Assert.True(reader.TryReadBlock(out var block));
                Assert.Equal(new MatroskaBlock(track, new MediaTime(time * 1_000) - origin, payload.Length), block);
                var read = new byte[block.Length];
                reader.ReadPayload(read);
                Assert.Equal(payload, read);
            }
            Assert.False(reader.TryReadBlock(out _));
        },
        iter: 200);

    [Fact]
    public void ReadTracks_VideoAndAudio_AreDescribed()
    {
        using var stream = Write(MatroskaTrackEntry.BgrVideo(333, 251, 30), MatroskaTrackEntry.FloatAudio());

        var tracks = new MatroskaReader(stream).ReadTracks();

        Assert.Equal(2, tracks.Count);
        Assert.Equal((1, MatroskaTrackType.Video, 333, 251), (tracks[0].Number, tracks[0].Type, tracks[0].Width, tracks[0].Height));
        Assert.Equal(30, tracks[0].FrameRate, 6);
        Assert.Equal(
            (2, MatroskaTrackType.Audio, "A_PCM/FLOAT/IEEE", 22_050.0, 1),
            (tracks[1].Number, tracks[1].Type, tracks[1].CodecId, tracks[1].SampleRate, tracks[1].Channels));
    }

    [Fact]
    public void Encoded_EntryWithItsOwnNumber_GetsTheNumberOfItsPlace()
    {
        using var first = Write(MatroskaTrackEntry.FloatAudio());
        var audio = new MatroskaReader(first).ReadTracks()[0];
        using var second = Write(
            MatroskaTrackEntry.BgrVideo(2, 2, 0), MatroskaTrackEntry.Encoded(new EncodedAudio(audio.CodecId, audio.Entry)));

        var tracks = new MatroskaReader(second).ReadTracks();

        Assert.Equal(2, tracks[1].Number);
        Assert.Equal(audio.CodecId, tracks[1].CodecId);
        Assert.Equal(audio.SampleRate, tracks[1].SampleRate);
    }

    [Fact]
    public void TryReadBlock_PayloadNotRead_IsSkipped()
    {
        using var stream = new MemoryStream();
        var writer = new MatroskaWriter(stream, MediaTime.Zero, MatroskaTrackEntry.FloatAudio());
        writer.Write(1, MediaTime.Zero, new byte[200_000]);
        writer.Write(1, new MediaTime(5_000), "next"u8);
        stream.Position = 0;
        var reader = new MatroskaReader(stream);
        reader.ReadTracks();

        Assert.True(reader.TryReadBlock(out _));
        reader.ReadPayload(new byte[10]);
        Assert.True(reader.TryReadBlock(out var second));
        Assert.Equal(new MatroskaBlock(1, new MediaTime(5_000), 4), second);
    }

    [Fact]
    public void Write_BeforeTheOriginOrToNoTrack_Throws()
    {
        var writer = new MatroskaWriter(Stream.Null, MediaTime.Zero, MatroskaTrackEntry.FloatAudio());

        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Write(1, new MediaTime(-1), []));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Write(2, MediaTime.Zero, []));
    }

    private static MemoryStream Write(params MatroskaTrackEntry[] tracks)
    {
        var stream = new MemoryStream();
        _ = new MatroskaWriter(stream, MediaTime.Zero, tracks);
        stream.Position = 0;
        return stream;
    }
}
