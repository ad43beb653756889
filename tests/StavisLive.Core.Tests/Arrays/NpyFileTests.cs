using System.Runtime.InteropServices;
using System.Text;
using StavisLive.Core.Arrays;

namespace StavisLive.Core.Tests.Arrays;

public sealed class NpyFileTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData(new long[] { })]
    [InlineData(new long[] { 6 })]
    [InlineData(new long[] { 2, 3 })]
    [InlineData(new long[] { 0, 4 })]
    public void Write_ThenRead_GivesTheSame(long[] shape)
    {
        var values = Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(i => i / 3f).ToArray();

        NpyFile.Write(_file, values, shape);

        var array = NpyFile.Read(_file);
        Assert.Equal(shape, array.Shape);
        Assert.Equal(values, array.AsSingle());
    }

    [Theory]
    [InlineData("<f8", new byte[] { 0, 0, 0, 0, 0, 0, 0xF8, 0x3F }, 1.5f)]
    [InlineData("<f2", new byte[] { 0, 0x3E }, 1.5f)]
    [InlineData("<i2", new byte[] { 0xFE, 0xFF }, -2f)]
    [InlineData("<i8", new byte[] { 7, 0, 0, 0, 0, 0, 0, 0 }, 7f)]
    [InlineData("|u1", new byte[] { 200 }, 200f)]
    [InlineData("|b1", new byte[] { 1 }, 1f)]
    public void AsSingle_OtherTypes_Converts(string type, byte[] data, float expected) =>
        Assert.Equal([expected], Parse($"{{'descr': '{type}', 'fortran_order': False, 'shape': (1,), }}", data).AsSingle());

    [Theory]
    [InlineData("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", "big-endian")]
    [InlineData("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2), }", "Fortran")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "plain array")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "plain array")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (9,), }", "truncated")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", "damaged")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (500000000,), }", "truncated")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", "damaged")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1 2,), }", "damaged")]
    public void Read_CannotBeUsed_SaysWhy(string header, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Parse(header, new byte[4])).Message);

    [Theory]
    [InlineData("")]
    [InlineData("Dear reader, this is not an array.")]
    public void Read_SomethingElse_NamesTheFile(string text)
    {
        File.WriteAllText(_file, text);

        Assert.Contains(_file, Assert.Throws<InvalidDataException>(() => NpyFile.Read(_file)).Message);
    }

    [Fact]
    public void Read_CutOffWithinALongHeadersLength_SaysSo()
    {
        byte[] file = [0x93, .. "NUMPY"u8, 2, 0, 10, 0, 0];

        Assert.Contains("truncated", Assert.Throws<InvalidDataException>(() => NpyFile.Read(new MemoryStream(file), "test.npy")).Message);
    }

    [Fact]
    public void AsBytes_OfFloats_IsRefused()
    {
        NpyFile.Write(_file, [1f], 1);

        Assert.Throws<InvalidDataException>(() => NpyFile.Read(_file).AsBytes().Length);
    }

    [Fact]
    public void RowWriter_AfterEveryRow_TheFileHoldsTheRowsSoFar()
    {
        using var writer = new NpyRowWriter(_file, 2, 3);
        Assert.Equal([0, 2, 3], NpyFile.Read(_file).Shape);
        for (var row = 1; row <= 12; row++)
        {
            writer.Append(Enumerable.Repeat((float)row, 6).ToArray());

            var array = NpyFile.Read(_file);
            Assert.Equal([row, 2, 3], array.Shape);
            Assert.Equal(row, array.AsSingle()[^1]);
        }
    }

    [Fact]
    public void RowWriter_RowOfAnotherLength_IsRefused()
    {
        using var writer = new NpyRowWriter(_file, 4);

        Assert.Throws<ArgumentException>(() => writer.Append([1, 2, 3]));
    }

    private static NpyArray Parse(string header, byte[] data)
    {
        var text = Encoding.ASCII.GetBytes(header + "\n");
        byte[] file = [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, (byte)(text.Length >> 8), .. text, .. data];
        return NpyFile.Read(new MemoryStream(file), "test.npy");
    }

    public static TheoryData<string, byte[], double[]> Elements => new()
    {
        { "f8", BytesOf(0.5, -2.0), [0.5, -2] },
        { "f4", BytesOf(0.5f, -2f), [0.5, -2] },
        { "f2", BytesOf((Half)0.5, (Half)(-2)), [0.5, -2] },
        { "u1", [0, 255], [0, 255] },
        { "b1", [0, 1], [0, 1] },
        { "i1", BytesOf((sbyte)-128, (sbyte)127), [-128, 127] },
        { "u2", BytesOf((ushort)0, ushort.MaxValue), [0, 65535] },
        { "i2", BytesOf(short.MinValue, (short)5), [-32768, 5] },
        { "u4", BytesOf(0u, uint.MaxValue), [0, 4294967295] },
        { "i4", BytesOf(int.MinValue, 5), [-2147483648, 5] },
        { "u8", BytesOf(0ul, 1ul << 53), [0, 9007199254740992] },
        { "i8", BytesOf(-(1L << 53), 5L), [-9007199254740992, 5] },
    };

    [Theory]
    [MemberData(nameof(Elements))]
    public void CopyTo_EveryTypeOfNumber_IsConvertedFromTheGivenElementOn(string type, byte[] data, double[] expected)
    {
        var array = new NpyArray("a.npy", type, [2], data);
        var both = new double[2];
        var second = new double[1];

        array.CopyTo(0, both);
        array.CopyTo(1, second);

        Assert.Equal(expected, both);
        Assert.Equal(expected[1], second[0]);
    }

    private static byte[] BytesOf<T>(params T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(values).ToArray();
}
