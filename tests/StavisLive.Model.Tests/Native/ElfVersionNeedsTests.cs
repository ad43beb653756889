using System.Buffers.Binary;
using StavisLive.Model.Native;

namespace StavisLive.Model.Tests.Native;

public sealed class ElfVersionNeedsTests
{
    private const int FlagsOfSecondVersion = 0x140 + 16 + 16 + 4;

    [Fact]
    public void MarkWeak_NeedIsThere_SetsItsFlagOnly()
    {
        var file = MinimalFile();
        var expected = (byte[])file.Clone();
        expected[FlagsOfSecondVersion] = 2;

        Assert.True(ElfVersionNeeds.MarkWeak(file, "libb.so", "V_2"));
        Assert.Equal(expected, file);
    }

    [Theory]
    [InlineData("libb.so", "V_3")]
    [InlineData("libb.so", "V_")]
    [InlineData("libc.so", "V_2")]
    public void MarkWeak_NoSuchNeed_ChangesNothing(string library, string version)
    {
        var file = MinimalFile();
        var before = (byte[])file.Clone();

        Assert.False(ElfVersionNeeds.MarkWeak(file, library, version));
        Assert.Equal(before, file);
    }

    [Fact]
    public void MarkWeak_NotElf_SaysSo() =>
        Assert.Throws<InvalidDataException>(() => ElfVersionNeeds.MarkWeak(new byte[100], "libb.so", "V_2"));

    [Theory]
    [InlineData(0x100)]
    [InlineData(0x150)]
    public void MarkWeak_CutShort_SaysSo(int length) =>
        Assert.Throws<InvalidDataException>(() => ElfVersionNeeds.MarkWeak(MinimalFile()[..length], "libb.so", "V_2"));

    // Header, two section headers (names, version needs), names, and one library of which two versions are needed.
    private static byte[] MinimalFile()
    {
        var file = new byte[0x180];
        "\u007fELF\u0002\u0001"u8.CopyTo(file);
        Write64(40, 64);
        Write16(58, 64);
        Write16(60, 2);
        Write64(64 + 24, 0x100);
        Write32(128 + 4, 0x6ffffffe);
        Write64(128 + 24, 0x140);
        Write32(128 + 44, 1);
        "\0libb.so\0V_1\0V_2\0"u8.CopyTo(file.AsSpan(0x100));

        Write16(0x140 + 2, 2);
        Write32(0x140 + 4, 1);
        Write32(0x140 + 8, 16);
        Write32(0x150 + 8, 9);
        Write32(0x150 + 12, 16);
        Write32(0x160 + 8, 13);
        return file;

        void Write64(int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(at), value);
        void Write32(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        void Write16(int at, int value) => BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(at), (short)value);
    }
}
