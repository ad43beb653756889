using System.Runtime.InteropServices;
using System.Text.Json;
using StavisLive.Model.Checkpoints;
using StavisLive.Model.Tests.Checkpoints.Pickle;

namespace StavisLive.Model.Tests.Checkpoints;

/// <summary>Reading files that PyTorch wrote.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("checkpoints-");

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<string> Goldens() => new(GoldenCheckpoints.Zip, GoldenCheckpoints.Legacy, GoldenCheckpoints.StateDict);

    [Theory]
    [MemberData(nameof(Goldens))]
    public void Open_WrittenByPyTorch_GivesEveryTensorsTypeShapeAndValues(string path)
    {
        var expected = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(GoldenCheckpoints.Expected)).EnumerateObject()
            .ToDictionary(entry => entry.Name.Replace("module.", "", StringComparison.Ordinal), entry => entry.Value);
        using var checkpoint = Checkpoint.Open(path);

        Assert.NotEmpty(checkpoint.Tensors);
        if (path != GoldenCheckpoints.StateDict) Assert.Equal(expected.Keys.Order(), checkpoint.Tensors.Select(tensor => tensor.Key).Order());
        Assert.All(checkpoint.Tensors, tensor => Compare(expected[tensor.Key], tensor));
    }

    [Fact]
    public void Open_FileWithArch_TellsIt()
    {
        using var checkpoint = Checkpoint.Open(GoldenCheckpoints.Legacy);

        Assert.StartsWith("resnet", checkpoint.Metadata["arch"]);
    }

    [Fact]
    public void Open_PickleThatWantsToRunACommand_IsRefusedByName()
    {
        var e = Assert.Throws<CheckpointException>(() => Checkpoint.Open(GoldenCheckpoints.Malicious));

        Assert.Matches(@"asks for (posix|os|builtins|nt|subprocess)\.\w+", e.Message);
        Assert.Contains(GoldenCheckpoints.Malicious, e.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<!DOCTYPE html><html>Not found</html>")]
    [InlineData("PK\u0003\u0004 no archive")]
    [InlineData("just a letter")]
    public void Open_SomethingElse_NamesTheFile(string content)
    {
        var path = FileWith(System.Text.Encoding.Latin1.GetBytes(content));

        Assert.Contains(path, Assert.Throws<CheckpointException>(() => Checkpoint.Open(path)).Message);
    }

    [Fact]
    public void Open_PipeThatNobodyWritesInto_IsRefusedAtOnce()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Made with mkfifo.");
        var path = Path.Combine(_folder.FullName, "pipe.pth");
        using (var make = System.Diagnostics.Process.Start("mkfifo", [path])) make.WaitForExit();

        Assert.Contains($"{path} is empty, or a pipe or device", Assert.Throws<CheckpointException>(() => Checkpoint.Open(path)).Message);
    }

    [Fact]
    public void Open_LinkToWeights_IsFollowed()
    {
        var link = Path.Combine(_folder.FullName, "link.pth");
        File.CreateSymbolicLink(link, Path.GetFullPath(GoldenCheckpoints.StateDict));

        using var checkpoint = Checkpoint.Open(link);

        Assert.NotEmpty(checkpoint.Tensors);
    }

    [Fact]
    public void Open_MissingOrFolder_NamesIt()
    {
        Assert.Contains("/nowhere.pth", Assert.Throws<CheckpointException>(() => Checkpoint.Open("/nowhere.pth")).Message);
        Assert.Contains("folder", Assert.Throws<CheckpointException>(() => Checkpoint.Open(_folder.FullName)).Message);
    }

    [Theory]
    [MemberData(nameof(Goldens))]
    public void Open_TruncatedAnywhere_IsAClearError(string golden)
    {
        var whole = File.ReadAllBytes(golden);
        for (var length = 0; length < whole.Length; length += 7)
        {
            var path = FileWith(whole[..length]);
            Assert.Contains(path, Assert.Throws<CheckpointException>(() => ReadAll(path)).Message);
        }
    }

    [Theory]
    [MemberData(nameof(Goldens))]
    public void Open_DamagedAnywhere_IsReadOrAClearError(string golden)
    {
        var random = new Random(1);
        for (var attempt = 0; attempt < 2000; attempt++)
        {
            var bytes = File.ReadAllBytes(golden);
            for (var flips = random.Next(1, 4); flips > 0; flips--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var path = FileWith(bytes);
            try
            {
                ReadAll(path);
            }
            catch (CheckpointException e)
            {
                Assert.Contains(path, e.Message);
            }
        }
    }

    [Fact]
    public void Open_DictionaryThatHoldsItself_IsReadAsFarAsItHoldsTensors()
    {
        var root = new PickleWriter().Op("}"u8).Remember(0).Op("("u8)
            .Text("state_dict").Op("}("u8).Text("w").Tensor("0", 1, 0, [1], [1]).Op("u"u8)
            .Text("again").Recall(0).Op("u"u8).Finish();

        using var checkpoint = Checkpoint.Open(FileWith(PickleWriter.LegacyFile(root, floats: 1)));

        Assert.Equal("w", Assert.Single(checkpoint.Tensors).Key);
    }

    [Fact]
    public void Open_DictionariesInEachOtherAHundredThousandDeep_AreRead()
    {
        const int Depth = 100_000;
        var root = new PickleWriter().Op("}("u8).Text("state_dict").Op("}("u8).Text("w").Tensor("0", 1, 0, [1], [1]).Op("u"u8).Text("deep");
        for (var level = 0; level < Depth; level++) root.Op("}"u8).Text("in");
        root.Op("N"u8);
        for (var level = 0; level < Depth; level++) root.Op("s"u8);

        using var checkpoint = Checkpoint.Open(FileWith(PickleWriter.LegacyFile(root.Op("u"u8).Finish(), floats: 1)));

        Assert.Equal("w", Assert.Single(checkpoint.Tensors).Key);
    }

    [Fact]
    public void Open_TensorOfNothingTimesMoreThanCanBeCounted_IsEmpty()
    {
        var root = new PickleWriter().Op("}("u8).Text("w").Tensor("0", 1, 0, [long.MaxValue, 2, 0], [0, 0, 0]).Op("u"u8).Finish();

        using var checkpoint = Checkpoint.Open(FileWith(PickleWriter.ZipFile(root, floats: 1)));

        Assert.Equal(0, Assert.Single(checkpoint.Tensors).Read().Length);
    }

    [Fact]
    public void Open_StorageThatClaimsMoreThanItsBytesCanHold_IsAClearError()
    {
        var root = new PickleWriter().Op("}("u8).Text("w").Tensor("0", 1 << 28, 0, [1 << 28], [1]).Op("u"u8).Finish();
        var file = PickleWriter.ZipFile(root, floats: 1);
        // What the directory at the end says of its last entry's length.
        var entry = file.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(entry + 24), 1u << 30);

        Assert.Contains("claims", Assert.Throws<CheckpointException>(() => Checkpoint.Open(FileWith(file))).Message);
    }

    [Theory]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"w":{"dtype":"\udfff","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"w":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}""")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[9223372036854775803,9223372036854775807]}}""")]
    [InlineData("""{"w":null}""")]
    [InlineData("""{"__metadata__":null}""")]
    public void Open_SafetensorsWithAnImpossibleHeader_IsAClearError(string header)
    {
        byte[] file = [(byte)header.Length, 0, 0, 0, 0, 0, 0, 0, .. System.Text.Encoding.ASCII.GetBytes(header), 0, 0, 0, 0];
        var path = FileWith(file);

        Assert.Contains(path, Assert.Throws<CheckpointException>(() => Checkpoint.Open(path)).Message);
    }

    [Fact]
    public void Open_SafetensorsWithAListBehindManyLengths_IsAClearErrorAtOnce()
    {
        // Half an hour, if each length were looked for from the first one on.
        var lengths = string.Join(',', Enumerable.Repeat("1", 1_000_000));
        var header = System.Text.Encoding.ASCII.GetBytes($$$"""{"w":{"dtype":"F32","shape":[{{{lengths}}},[]],"data_offsets":[0,4]}}""");
        var path = FileWith([.. BitConverter.GetBytes((long)header.Length), .. header, 0, 0, 0, 0]);

        Assert.Contains("described in an unknown way", Assert.Throws<CheckpointException>(() => Checkpoint.Open(path)).Message);
    }

    private static void ReadAll(string path)
    {
        using var checkpoint = Checkpoint.Open(path);
        try
        {
            foreach (var tensor in checkpoint.Tensors) tensor.Read();
        }
        catch (InvalidDataException e)
        {
            // A zip's checksums are known to be wrong only once the values are read.
            throw new CheckpointException($"{path}: {e.Message}");
        }
    }

    private static void Compare(JsonElement expected, CheckpointTensor tensor)
    {
        Assert.Equal(expected.GetProperty("dtype").GetString(), tensor.Type.ToString().ToLowerInvariant());
        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(length => length.GetInt64()), tensor.Shape);
        Assert.Equal(expected.GetProperty("values").EnumerateArray().Select(value => value.GetDouble()), ValuesOf(tensor));
    }

    private static double[] ValuesOf(CheckpointTensor tensor) => tensor.Type switch
    {
        ElementType.Int64 => [.. MemoryMarshal.Cast<byte, long>(tensor.Read()).ToArray().Select(value => (double)value)],
        ElementType.Float64 => MemoryMarshal.Cast<byte, double>(tensor.Read()).ToArray(),
        _ => SinglesOf(tensor),
    };

    private static double[] SinglesOf(CheckpointTensor tensor)
    {
        var values = new float[tensor.Count];
        tensor.Type.ToSingle(tensor.Read(), values);
        return Array.ConvertAll(values, value => (double)value);
    }

    private string FileWith(byte[] content)
    {
        var path = Path.Combine(_folder.FullName, "weights.pth");
        File.WriteAllBytes(path, content);
        return path;
    }
}
