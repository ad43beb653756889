using CsCheck;
using StavisLive.Core.Media;
using StavisLive.Media.Matroska;

namespace StavisLive.Media.Tests.Matroska;

public class MatroskaReaderDamageTests
{
    private static readonly byte[] Intact = MakeIntact();

    [Fact]
    public void Read_CutOffAnywhere_EndsOrSaysSo()
    {
        for (var length = 0; length < Intact.Length; length++)
            Assert.True(ReadsOrFailsAsDocumented(Intact[..length]), $"cut at {length}");
    }

    [Fact]
    public void Read_BytesOverwritten_EndsOrSaysSo() => Gen.Select(Gen.Int[0, Intact.Length - 1], Gen.Byte).Array[1, 8].Sample(
        changes =>
        {
            var damaged = Intact.ToArray();
            foreach (var (position, value) in changes) damaged[position] = value;
            return ReadsOrFailsAsDocumented(damaged);
        },
        iter: 2_000);

    [Fact]
    public void ReadTracks_Text_IsNoMatroska() =>
        Assert.Throws<InvalidDataException>(() => new MatroskaReader(new MemoryStream([0, 1, 2, 3])).ReadTracks());

    [Fact]
    public void ReadTracks_Nothing_IsNoTracks() => Assert.Empty(new MatroskaReader(Stream.Null).ReadTracks());

    private static bool ReadsOrFailsAsDocumented(byte[] bytes)
    {
        try
        {
            var reader = new MatroskaReader(new MemoryStream(bytes));
            reader.ReadTracks();
            while (reader.TryReadBlock(out _))
            {
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            return true;
        }
        return true;
    }

    private static byte[] MakeIntact()
    {
        using var stream = new MemoryStream();
        var writer = new MatroskaWriter(
            stream, MediaTime.Zero, MatroskaTrackEntry.BgrVideo(4, 2, 25), MatroskaTrackEntry.FloatAudio());
        writer.Write(1, MediaTime.Zero, new byte[24]);
        writer.Write(2, MediaTime.FromMilliseconds(1), new byte[16]);
        return stream.ToArray();
    }
}
