using System.Text;
using CsCheck;
using StavisLive.Core.Arrays;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Arrays;

public sealed class NpyFuzzTests
{
    private static readonly Gen<string> Type = Gen.OneOf(
        "'<f4'", "'<f4'", "'<f8'", "'<f2'", "'|u1'", "'|b1'", "'|i1'", "'<i2'", "'<i4'", "'<i8'", "'<u2'", "'<u4'", "'<u8'",
        "'>f4'", "'=f4'", "'<f1'", "'<b8'", "'|O'", "'<U5'", "'<f99999999999'", "[('a', '<f4')]", "''", "None");

    private static readonly Gen<string> Shape = Gen.Frequency(
        (4, Gen.Long[0, 4].Array[0, 4].Select(lengths => string.Concat(lengths.Select(length => $"{length},")))),
        (2, Fuzzing.OddNumber.Array[0, 4].Select(lengths => string.Join(',', lengths))),
        (2, Gen.OneOf("99999999999999999999", "1 2", "1, 2 3", "None", "-1", ",,,", "(1,)", "0, 9223372036854775807, 9223372036854775807", " \t 3 ", string.Join(',', Enumerable.Repeat("1", 500)))));

    private static readonly Gen<byte[]> Files = Gen.Select(
        Type, Gen.OneOf("False", "False", "False", "True", "None", ""), Shape,
        Gen.OneOf<byte>(1, 1, 1, 2, 3, 0, 4, 255),
        Gen.Frequency((6, Gen.Const(0L)), (1, Gen.OneOf(-1L, 1, 100, 70_000, uint.MaxValue))),
        Gen.Byte.Array[0, 300]).Select(Make);

    [Fact]
    public void Read_OddFiles_AreReadOrRefused() => Fuzzing.Run(Files, Read, e => e is InvalidDataException, TestContext.Current.TestOutputHelper!.WriteLine);

    private static void Read(byte[] file)
    {
        var array = NpyFile.Read(new MemoryStream(file), "odd.npy");
        var values = array.AsSingle();
        array.CopyTo(0, new double[values.Length]);
        if (array.Type == "u1") Assert.Equal(values.Length, array.AsBytes().Length);
        Assert.Equal(array.Shape.Aggregate(1L, (product, length) => product * length), values.Length);
    }

    private static byte[] Make(string type, string order, string shape, byte version, long lie, byte[] data)
    {
        var header = Encoding.UTF8.GetBytes($"{{'descr': {type}, 'fortran_order': {order}, 'shape': ({shape}), }}\n");
        var length = (uint)(header.Length + lie);
        byte[] lengths = [(byte)length, (byte)(length >> 8), .. version is 2 or 3 ? [(byte)(length >> 16), (byte)(length >> 24)] : Array.Empty<byte>()];
        return [0x93, .. "NUMPY"u8, version, 0, .. lengths, .. header, .. data];
    }
}
