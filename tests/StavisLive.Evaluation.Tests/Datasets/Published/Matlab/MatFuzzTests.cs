using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using CsCheck;
using StavisLive.Evaluation.Datasets.Published.Matlab;
using StavisLive.Testing;

namespace StavisLive.Evaluation.Tests.Datasets.Published.Matlab;

public sealed class MatFuzzTests : IDisposable
{
    private static readonly Gen<uint> Type = Gen.Frequency((8, Gen.UInt[1, 15]), (1, Gen.OneOf<uint>(0, 16, 17, 0xFFFF, 0x10006, 0x50006, uint.MaxValue)));

    private static readonly Gen<byte[]> Numbers = Gen.OneOf(
        Gen.Byte.Array[0, 40],
        Gen.Int[0, 3].Array[0, 3].Select(numbers => numbers.SelectMany(BitConverter.GetBytes).ToArray()),
        Gen.OneOf(double.NaN, double.PositiveInfinity, -1, 0.5, 1e300, 2_147_483_647, 2_147_483_648).Array[0, 3].Select(numbers => numbers.SelectMany(BitConverter.GetBytes).ToArray()),
        Fuzzing.OddNumber.Array[0, 3].Select(numbers => numbers.SelectMany(BitConverter.GetBytes).ToArray()));

    private static readonly Gen<byte[]> Odd = Gen.Select(Type, Numbers, Length()).Select(Element);

    // An array as it should be, but for a part now and then.
    private static readonly Gen<byte[]> Matrix = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Frequency((8, Gen.Const(6u)), (1, Gen.UInt[0, 20]), (1, Gen.UInt))).SelectMany((rows, columns, kind) => Gen.Select(
        Or(Element(6, [.. BitConverter.GetBytes(kind), 0, 0, 0, 0], 0)),
        Or(Element(5, [.. BitConverter.GetBytes(rows), .. BitConverter.GetBytes(columns)], 0)),
        Or(Element(1, "eyeMap"u8.ToArray(), 0)),
        Or(Element(9, new byte[rows * columns * sizeof(double)], 0)),
        Length()).Select((flags, lengths, name, values, lie) => Element(14, [.. flags, .. lengths, .. name, .. values], lie)));

    private static readonly Gen<byte[]> Packed = Gen.Select(Matrix, Gen.Frequency((5, Gen.Const(0)), (1, Gen.Int[1, 30]))).Select((matrix, cut) =>
    {
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true)) zip.Write(matrix);
        var bytes = packed.ToArray();
        return Element(15, bytes[..Math.Max(0, bytes.Length - cut)], 0);
    });

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mat-fuzz-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Read_OddFiles_AreReadOrRefused() => Fuzzing.Run(
        Gen.Frequency((4, Matrix), (3, Packed), (1, Odd)).Array[0, 3],
        elements =>
        {
            var path = Fuzzing.PathOf(_folder, "odd.mat");
            File.WriteAllBytes(path, [.. Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file".PadRight(124)), 0, 1, (byte)'I', (byte)'M', .. elements.SelectMany(element => element)]);
            var array = MatFile.Read(path, "eyeMap");
            Assert.Equal((long)array.Rows * array.Columns, array.Values.Length);
        },
        e => e is InvalidDataException, TestContext.Current.TestOutputHelper!.WriteLine);

    private static Gen<byte[]> Or(byte[] right) => Gen.Frequency((12, Gen.Const(right)), (1, Odd));

    private static Gen<long> Length() => Gen.Frequency((12, Gen.Const(0L)), (1, Fuzzing.OddNumber));

    private static byte[] Element(uint type, byte[] data, long lie)
    {
        var tag = new byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(tag, type);
        BinaryPrimitives.WriteUInt32LittleEndian(tag.AsSpan(4), unchecked((uint)(data.Length + lie)));
        return [.. tag, .. data, .. new byte[type == 15 ? 0 : (8 - (data.Length % 8)) % 8]];
    }
}
