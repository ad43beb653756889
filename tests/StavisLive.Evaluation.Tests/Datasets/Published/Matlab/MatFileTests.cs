using StavisLive.Evaluation.Datasets.Published.Matlab;

namespace StavisLive.Evaluation.Tests.Datasets.Published.Matlab;

/// <summary>Files of TestData/matlab, written by Octave.</summary>
public sealed class MatFileTests : IDisposable
{
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("stavis-mat-");

    public void Dispose() => _scratch.Delete(recursive: true);

    [Theory]
    [InlineData("logical-compressed.mat")]
    [InlineData("logical-uncompressed.mat")]
    public void Read_LogicalMap_HasItsPixelsInRows(string file)
    {
        var map = MatFile.Read(PathOf(file), "eyeMap");

        Assert.Equal((5, 7), (map.Rows, map.Columns));
        var expected = new double[35];
        expected[0] = expected[(1 * 7) + 2] = expected[(4 * 7) + 6] = 1;
        Assert.Equal(expected, map.Values);
    }

    [Theory]
    [InlineData("as_single", 1.5, -2.25)]
    [InlineData("as_int8", -128d, 127d)]
    [InlineData("as_uint8", 0d, 255d)]
    [InlineData("as_int16", -32768d, 32767d)]
    [InlineData("as_uint16", 0d, 65535d)]
    [InlineData("as_int32", -2147483648d, 2147483647d)]
    [InlineData("as_uint32", 0d, 4294967295d)]
    [InlineData("as_int64", -9007199254740992d, 5d)]
    [InlineData("as_uint64", 9007199254740992d, 5d)]
    [InlineData("scalar", 3d)]
    [InlineData("empty")]
    public void Read_EveryTypeOfNumber_IsConverted(string variable, params double[] expected) =>
        Assert.Equal(expected, MatFile.Read(PathOf("types.mat"), variable).Values);

    [Fact]
    public void Read_DoublesStoredShort_AreDoublesAgain()
    {
        // Octave, like MATLAB, stores doubles that are small whole numbers in fewer bytes.
        Assert.Equal([0, 2000, 4000, 1000, 3000, 5000], MatFile.Read(PathOf("types.mat"), "whole").Values);
        Assert.Equal([0, 0.75, 0.25, 1, 0.5, 1.25], MatFile.Read(PathOf("types.mat"), "eyeMap").Values);
    }

    [Theory]
    [InlineData("as_sparse", "Sparse")]
    [InlineData("as_complex", "complex")]
    [InlineData("as_cell", "Cell")]
    [InlineData("as_struct", "Struct")]
    [InlineData("as_cube", "2x2x2")]
    [InlineData("note", "Char")]
    public void Read_WhatIsNoMap_IsRefusedByName(string variable, string reason)
    {
        var refused = Assert.Throws<InvalidDataException>(() => MatFile.Read(PathOf("unusable.mat"), variable));

        Assert.Contains(variable, refused.Message);
        Assert.Contains(reason, refused.Message);
        Assert.Contains("unusable.mat", refused.Message);
    }

    [Fact]
    public void Read_VariableThatIsNotThere_NamesThoseThatAre()
    {
        var refused = Assert.Throws<InvalidDataException>(() => MatFile.Read(PathOf("types.mat"), "fixations"));

        Assert.Contains("no variable \"fixations\"", refused.Message);
        Assert.Contains("whole, eyeMap", refused.Message);
    }

    [Fact]
    public void Read_OtherFormats_SayWhatToDo()
    {
        var version5 = File.ReadAllBytes(PathOf("logical-compressed.mat"));
        var version73 = With(version5, 125, 0x02);
        var bigEndian = With(With(version5, 126, (byte)'M'), 127, (byte)'I');

        Assert.Contains("-v7", Refusal(File.ReadAllBytes(PathOf("version4.mat"))));
        Assert.Contains("7.3", Refusal(version73));
        Assert.Contains("big-endian", Refusal(bigEndian));
        Assert.Contains("no MATLAB 5 file", Refusal(new byte[200]));
    }

    [Theory]
    [InlineData("logical-compressed.mat")]
    [InlineData("logical-uncompressed.mat")]
    public void Read_CutOffAnywhere_IsRefused(string file)
    {
        var whole = File.ReadAllBytes(PathOf(file));
        // The last element's padding, and a zlib stream's checksum, are no loss.
        for (var length = 0; length < whole.Length - 8; length++) Assert.Contains("cut.mat", Refusal(whole[..length], "cut.mat"));
    }

    [Fact]
    public void Read_DamagedAnywhere_IsRefusedOrReadButNeverAnythingElse()
    {
        var random = new Random(1);
        var whole = File.ReadAllBytes(PathOf("logical-uncompressed.mat"));
        for (var trial = 0; trial < 400; trial++)
        {
            var damaged = With(whole, random.Next(128, whole.Length), (byte)random.Next(256));
            var path = Write(damaged, "damaged.mat");
            try
            {
                MatFile.Read(path, "eyeMap");
            }
            catch (InvalidDataException)
            {
                // What it is for.
            }
        }
    }

    private string Refusal(byte[] file, string name = "other.mat") =>
        Assert.Throws<InvalidDataException>(() => MatFile.Read(Write(file, name), "eyeMap")).Message;

    private string Write(byte[] file, string name)
    {
        var path = Path.Combine(_scratch.FullName, name);
        File.WriteAllBytes(path, file);
        return path;
    }

    private static byte[] With(byte[] file, int at, byte value)
    {
        var changed = (byte[])file.Clone();
        changed[at] = value;
        return changed;
    }

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "TestData", "matlab", name);
}
