using System.Buffers.Binary;
using System.Text.Json;
using StavisLive.Core.Sinks;
using StavisLive.Media.Encoding.QpRecords;

namespace StavisLive.Media.Tests.Encoding.QpRecords;

public sealed class QpFormatTests : IDisposable
{
    private const int Width = 1280;
    private const int Height = 720;

    private static readonly QpFileShape Shape = new(16, Width, Height);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("qp-");

    private string Golden => Path.Combine(AppContext.BaseDirectory, "TestData", "foveation", "720p.qp");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("kvazaar", "map.bin")]
    [InlineData("svt-av1", "map.txt")]
    [InlineData("nvenc", "map.nvenc")]
    [InlineData("nvenc-h264", "map.nvenc")]
    [InlineData("nvenc-hevc", "map.nvenc")]
    [InlineData("nvenc-av1", "map.nvenc")]
    [InlineData("x264", "map.x264")]
    [InlineData("json", "map.json")]
    public void Convert_Records_GoodForTheEncoder(string format, string name) => Assert.Null(QpFile.Problem(Converted(format, name), QpFormat.Find(format)!, Shape));

    [Fact]
    public void Convert_ToKvazaar_AsNumpyComputedItForBlocksOf64()
    {
        // Means of rounded numbers are no rounded means, but never further from them than one step.
        var expected = Records(Path.Combine(AppContext.BaseDirectory, "TestData", "foveation", "64.qp"));
        var converted = Records(Converted("kvazaar", "map.bin"));
        Assert.Equal(expected.Count, converted.Count);
        foreach (var (one, other) in expected.Zip(converted))
        {
            Assert.Equal((one.Columns, one.Rows), (other.Columns, other.Rows));
            Assert.True(one.Deltas.Zip(other.Deltas).Average(pair => Math.Abs(pair.First - pair.Second)) < 1.5);
        }
    }

    [Fact]
    public void Convert_ToNvenc_BytesOfTheRecords() =>
        Assert.Equal(Records(Golden).SelectMany(record => record.Deltas.Select(delta => (byte)delta)), File.ReadAllBytes(Converted("nvenc", "map.nvenc")));

    [Fact]
    public void Convert_ToX264_FloatsOfTheRecords()
    {
        var bytes = File.ReadAllBytes(Converted("x264", "map.x264"));
        var deltas = Records(Golden).SelectMany(record => record.Deltas).ToArray();
        Assert.Equal(deltas.Length * 4, bytes.Length);
        for (var at = 0; at < deltas.Length; at++) Assert.Equal(deltas[at], BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(at * 4)));
    }

    [Fact]
    public void Convert_ToSvtAv1_ALineForEachChangeWithFewValues()
    {
        var record = Records(Golden)[0];
        using var output = new MemoryStream();
        QpFormat.Find("svt-av1")!.Convert([record, record, record with { Deltas = new sbyte[record.Deltas.Length] }], Shape, output);
        var lines = System.Text.Encoding.ASCII.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["0", "2"], lines.Select(line => line.Split(' ')[0]));
        Assert.All(lines, line => Assert.Equal(1 + 20 * 12, line.Split(' ').Length));
        Assert.All(lines, line => Assert.InRange(line.Split(' ').Skip(1).Distinct().Count(), 1, 8));
    }

    [Fact]
    public void Convert_ToJson_RectanglesGiveTheRecordBack()
    {
        var record = Records(Golden)[1];
        var deltas = new sbyte[record.Deltas.Length];
        using var line = JsonDocument.Parse(File.ReadLines(Converted("json", "map.json")).ElementAt(1));
        foreach (var region in line.RootElement.GetProperty("regions").EnumerateArray())
        {
            var (x, y) = (region.GetProperty("x").GetInt32(), region.GetProperty("y").GetInt32());
            for (var row = y / 16; row * 16 < y + region.GetProperty("height").GetInt32(); row++)
            {
                for (var column = x / 16; column * 16 < x + region.GetProperty("width").GetInt32(); column++)
                    deltas[row * record.Columns + column] = region.GetProperty("delta").GetSByte();
            }
        }
        Assert.Equal(record.Deltas, deltas);
    }

    [Theory]
    [InlineData("kvazaar", "map.bin", "record 3 ends after")]
    [InlineData("nvenc", "map.nvenc", "record 3 ends after")]
    [InlineData("x264", "map.x264", "record 3 ends after")]
    [InlineData("json", "map.json", "record 3 is no JSON")]
    [InlineData("svt-av1", "map.txt", "values for 240 blocks")]
    public void Problem_CutOff_NamesTheLastRecord(string format, string name, string expected)
    {
        var path = Converted(format, name);
        using (var file = new FileStream(path, FileMode.Open)) file.SetLength(file.Length - 50);
        Assert.Contains(expected, QpFile.Problem(path, QpFormat.Find(format)!, Shape));
    }

    [Fact]
    public void Problem_KvazaarsFileByAnotherName_SaysThatItIsReadAsText() =>
        Assert.Contains(".bin", QpFile.Problem(Converted("kvazaar", "map.qp"), QpFormat.Find("kvazaar")!, Shape));

    [Fact]
    public void Problem_TooManyValuesForAv1_NamesTheRecord()
    {
        var path = Path.Combine(_folder.FullName, "map.txt");
        File.WriteAllLines(path, ["0 1 2 3 4 5 6 7 8 8", "3 1 2 3 4 5 6 7 8 9"]);
        Assert.Contains("record 1 has 9 different values", QpFile.Problem(path, QpFormat.Find("svt-av1")!, new QpFileShape(16)));
    }

    [Fact]
    public void Problem_TooLargeADifference_NamesRecordAndBlock()
    {
        var path = Path.Combine(_folder.FullName, "map.bin");
        File.WriteAllBytes(path, [.. QpRecord.Format(2, 1, [0, 0]), .. QpRecord.Format(2, 1, [0, 60])]);
        Assert.Contains("record 1 asks for 60 in block 1", QpFile.Problem(path, QpFormat.Find("kvazaar")!, new QpFileShape(16)));
    }

    [Theory]
    [InlineData("json", "{\"width\":64,\"height\":64,\"regions\":[{\"x\":0,\"y\":0,\"width\":16,\"height\":16,\"delta\":-2147483648}]}", "record 0 asks for more than 51")]
    [InlineData("json", "{\"width\":64,\"height\":64,\"regions\":[{\"x\":2147483647,\"y\":0,\"width\":16,\"height\":16,\"delta\":1}]}", "record 0 has a rectangle 0")]
    [InlineData("json", "{\"width\":64,\"height\":64,\"regions\":[{\"x\":0,\"y\":16,\"width\":16,\"height\":2147483647,\"delta\":1}]}", "record 0 has a rectangle 0")]
    [InlineData("json", "{\"width\":64,\"height\":64,\"regions\":[{\"x\":48,\"y\":48,\"width\":16,\"height\":16,\"delta\":-51}]}", null)]
    [InlineData("svt-av1", "0 -2147483648 1", "asks for -2147483648 in block 0")]
    [InlineData("svt-av1", "0 -255 255", null)]
    [InlineData("svt-av1", "", "it holds nothing")]
    [InlineData("json", "", "it holds nothing")]
    [InlineData("kvazaar", "", "it holds nothing")]
    [InlineData("nvenc", "", "it holds nothing")]
    public void Problem_NumbersAtTheEdge_AreToldFromGoodOnes(string format, string text, string? expected)
    {
        var path = Path.Combine(_folder.FullName, "map.bin");
        File.WriteAllText(path, text);
        var problem = QpFile.Problem(path, QpFormat.Find(format)!, format == "nvenc" ? Shape : new QpFileShape(16));

        if (expected is null) Assert.Null(problem);
        else Assert.Contains(expected, problem);
    }

    [Fact]
    public async Task Problem_Pipe_IsReadAsAFile()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Makes a named pipe.");
        var path = Path.Combine(_folder.FullName, "map.bin");
        using (var making = System.Diagnostics.Process.Start("mkfifo", path)) await making.WaitForExitAsync();
        var writing = Task.Run(() => File.WriteAllBytes(path, QpRecord.Format(2, 1, [0, 60])));

        Assert.Contains("record 0 asks for 60", QpFile.Problem(path, QpFormat.Find("kvazaar")!, new QpFileShape(16)));
        await writing;
    }

    [Fact]
    public void Problem_NoSuchRecords_SaysWhatItSays()
    {
        var path = Path.Combine(_folder.FullName, "map.bin");
        File.WriteAllText(path, "these are no records at all");
        Assert.Contains("record 0 says that it has", QpFile.Problem(path, QpFormat.Find("kvazaar")!, new QpFileShape(16)));
    }

    [Fact]
    public void Convert_BlocksThatAreTooLarge_Refused()
    {
        var error = Assert.Throws<InvalidDataException>(() => QpFormat.Find("x264")!.Convert([], new QpFileShape(64), Stream.Null));
        Assert.Contains("blocks of 64", error.Message);
    }

    [Theory]
    [InlineData(52)]
    [InlineData(-128)]
    public void Convert_TooLargeADifferenceToJson_NamesRecordAndBlock(sbyte delta)
    {
        var path = Path.Combine(_folder.FullName, "map.qp");
        File.WriteAllBytes(path, [.. QpRecord.Format(2, 1, [-51, 51]), .. QpRecord.Format(2, 1, [0, delta])]);
        var error = Assert.Throws<SinkException>(() => QpFile.Convert(path, Path.Combine(_folder.FullName, "map.json"), QpFormat.Find("json")!, new QpFileShape(16)));
        Assert.Contains($"record 1 asks for {delta} in block 1", error.Message);
    }

    [Fact]
    public void Convert_AnotherSize_RefusedAndTheOldFileStays()
    {
        var target = Path.Combine(_folder.FullName, "map.bin");
        File.WriteAllText(target, "old");
        var error = Assert.Throws<SinkException>(() => QpFile.Convert(Golden, target, QpFormat.Find("kvazaar")!, new QpFileShape(16, 640, 360)));
        Assert.Contains("record 0 has 80x45 blocks", error.Message);
        Assert.Equal("old", File.ReadAllText(target));
    }

    private static List<QpRecord> Records(string path)
    {
        using var file = File.OpenRead(path);
        return [.. QpRecordReader.Read(file)];
    }

    private string Converted(string format, string name)
    {
        var path = Path.Combine(_folder.FullName, name);
        QpFile.Convert(Golden, path, QpFormat.Find(format)!, Shape);
        return path;
    }
}
