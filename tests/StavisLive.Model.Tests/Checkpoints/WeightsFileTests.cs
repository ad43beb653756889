using System.Buffers.Binary;
using StavisLive.Model.Checkpoints;
using StavisLive.Model.Checkpoints.Formats;
using StavisLive.Model.Native;
using StavisLive.Model.Network;
using TorchSharp;

namespace StavisLive.Model.Tests.Checkpoints;

/// <summary>From a network to a file and back.</summary>
public sealed class WeightsFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("weights-");

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<NetworkVariant> Variants() => new(
        new NetworkVariant(10),
        new NetworkVariant(10, Audiovisual: false),
        new NetworkVariant(18, Localization: LocalizationMethod.Cosine, LocalizationMaps: 1, Fusion: FusionScheme.Modulated),
        new NetworkVariant(10, Localization: LocalizationMethod.InnerProduct, LocalizationMaps: 1, Fusion: FusionScheme.Sum),
        new NetworkVariant(10, Fusion: FusionScheme.Attention),
        new NetworkVariant(10, Fusion: FusionScheme.Combined),
        new NetworkVariant(10, CenterBias: true),
        new NetworkVariant(50));

    [Theory]
    [MemberData(nameof(Variants))]
    public void Save_ThenLoad_GivesTheSameNetwork(NetworkVariant variant)
    {
        using var network = new StavisNetwork(variant, seed: 3);
        WeightsFile.Save(network, PathOf("a.safetensors"), new Dictionary<string, string> { ["licence"] = "MIT" });

        var loaded = WeightsFile.Load(PathOf("a.safetensors"), visualOnly: false);

        using (loaded.Network)
        {
            Assert.Equal(variant, loaded.Network.Variant);
            AssertSame(network, loaded.Network, tolerance: 0);
        }
        Assert.Equal("MIT", WeightsFile.Inspect(PathOf("a.safetensors")).Metadata["licence"]);
    }

    [Fact]
    public void Save_WithoutCenterBias_DoesNotSpeakOfIt()
    {
        // Programs that know no centre bias read the file.
        Assert.DoesNotContain("centerBias", VariantMetadata.Format(new NetworkVariant(18)), StringComparison.Ordinal);
        Assert.Contains("\"centerBias\":true", VariantMetadata.Format(new NetworkVariant(18, CenterBias: true)), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Load_WithoutMetadata_InfersTheVariantFromTheKeys(NetworkVariant variant)
    {
        using var network = new StavisNetwork(variant, seed: 3);
        // A trained audiovisual head has moved from where it started.
        if (variant.Audiovisual && network.state_dict().TryGetValue("fuseav.bias", out var bias)) Fill(bias, -5.5f);
        WriteBare(network, "bare.safetensors", prefix: "module.");

        var loaded = WeightsFile.Load(PathOf("bare.safetensors"), visualOnly: false);

        using (loaded.Network) Assert.Equal(variant, loaded.Network.Variant);
        Assert.Contains("inferred", loaded.Message);
        Assert.DoesNotContain('\n', loaded.Message);
    }

    [Fact]
    public void Load_VisualOnlyAskedFor_GivesTheVisualStage()
    {
        using var network = new StavisNetwork(new NetworkVariant(10));
        WeightsFile.Save(network, PathOf("a.safetensors"));

        using var loaded = WeightsFile.Load(PathOf("a.safetensors"), visualOnly: true).Network;

        Assert.False(loaded.Variant.Audiovisual);
    }

    [Fact]
    public void Save_Half_StaysWithinHalfPrecisionAndHalvesTheFile()
    {
        using var network = new StavisNetwork(new NetworkVariant(10));
        WeightsFile.Save(network, PathOf("single.safetensors"));
        WeightsFile.Save(network, PathOf("half.safetensors"), half: true);

        using var loaded = WeightsFile.Load(PathOf("half.safetensors"), visualOnly: false).Network;

        AssertSame(network, loaded, tolerance: 1f / 1024);
        var (single, half) = (new FileInfo(PathOf("single.safetensors")).Length, new FileInfo(PathOf("half.safetensors")).Length);
        Assert.InRange(half, (long)(0.49 * single), (long)(0.51 * single));
    }

    [Fact]
    public void Save_HalfThatOverflows_NamesTheTensorAndLeavesNothing()
    {
        using var network = new StavisNetwork(new NetworkVariant(10));
        Fill(network.state_dict()["bn1.running_var"], 1e6f);

        var e = Assert.Throws<CheckpointException>(() => WeightsFile.Save(network, PathOf("half.safetensors"), half: true));

        Assert.Contains("bn1.running_var", e.Message);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void Load_DoesNotFit_ListsMissingUnexpectedAndMisshapen()
    {
        using var network = new StavisNetwork(new NetworkVariant(10));
        var tensors = Tensors(network, prefix: "");
        tensors.RemoveAll(tensor => tensor.Key == "conv1.weight");
        tensors.Add(new CheckpointTensor("head.weight", ElementType.Float32, [1], () => new byte[4]));
        tensors[tensors.FindIndex(tensor => tensor.Key == "bn1.bias")] = new CheckpointTensor("bn1.bias", ElementType.Float32, [1], () => new byte[4]);
        SafetensorsFormat.Write(PathOf("odd.safetensors"), tensors, new Dictionary<string, string>());

        var e = Assert.Throws<CheckpointException>(() => WeightsFile.Load(PathOf("odd.safetensors"), visualOnly: false));

        Assert.Contains("missing (1): conv1.weight", e.Message);
        Assert.Contains("unexpected (1): head.weight", e.Message);
        Assert.Contains("misshapen (1): bn1.bias [1] instead of [64]", e.Message);
    }

    [Theory]
    [InlineData(nameof(ElementType.Float32), double.NaN)]
    [InlineData(nameof(ElementType.Float32), double.NegativeInfinity)]
    [InlineData(nameof(ElementType.Float16), double.NaN)]
    [InlineData(nameof(ElementType.BFloat16), double.PositiveInfinity)]
    [InlineData(nameof(ElementType.Float64), 1e300)]
    public void Load_ValueThatIsNotFinite_NamesFileAndTensor(string type, double value)
    {
        using var network = new StavisNetwork(new NetworkVariant(10));
        var tensors = Tensors(network, prefix: "");
        tensors[tensors.FindIndex(tensor => tensor.Key == "bn1.bias")] = BadLast("bn1.bias", [64], Enum.Parse<ElementType>(type), value);
        SafetensorsFormat.Write(PathOf("odd.safetensors"), tensors, new Dictionary<string, string>());

        var e = Assert.Throws<CheckpointException>(() => WeightsFile.Load(PathOf("odd.safetensors"), visualOnly: false));

        Assert.Contains($"{PathOf("odd.safetensors")}: bn1.bias holds values that are not finite", e.Message);
    }

    [Fact]
    public void Convert_ValueThatIsNotFinite_LeavesNothing()
    {
        using var network = new StavisNetwork(new NetworkVariant(10));
        Fill(network.state_dict()["bn1.bias"], float.NaN);
        WriteBare(network, "in.safetensors", prefix: "");

        Assert.Throws<CheckpointException>(() => WeightsFile.Convert(PathOf("in.safetensors"), PathOf("out.safetensors"), half: false));

        Assert.Equal(["in.safetensors"], _folder.GetFiles().Select(file => file.Name));
    }

    [Fact]
    public void Load_MetadataThatContradictTheKeys_IsRefused()
    {
        using var network = new StavisNetwork(new NetworkVariant(10));
        SafetensorsFormat.Write(PathOf("odd.safetensors"), Tensors(network, ""), new Dictionary<string, string>
        {
            [VariantMetadata.Key] = VariantMetadata.Format(new NetworkVariant(18)),
        });

        Assert.Contains("ResNet-18", Assert.Throws<CheckpointException>(() => WeightsFile.Load(PathOf("odd.safetensors"), false)).Message);
    }

    [Fact]
    public void Load_LocalisationWithAnotherNumberOfMaps_IsRefused()
    {
        using var network = new StavisNetwork(new NetworkVariant(10));
        var tensors = Tensors(network, "");
        tensors[tensors.FindIndex(tensor => tensor.Key == "fusion3.w_a_rgb.weight")] =
            new CheckpointTensor("fusion3.w_a_rgb.weight", ElementType.Float32, [32], () => new byte[128]);
        SafetensorsFormat.Write(PathOf("odd.safetensors"), tensors, new Dictionary<string, string>());

        Assert.Contains("32 localisation maps", Assert.Throws<CheckpointException>(() => WeightsFile.Load(PathOf("odd.safetensors"), false)).Message);
        Assert.Contains("32 localisation maps", WeightsFile.Inspect(PathOf("odd.safetensors")).VariantSource);
    }

    [Theory]
    [InlineData("{\"depth\":12}")]
    [InlineData("{\"depth\":10,\"fusion\":\"magic\"}")]
    [InlineData("depth 10")]
    public void Load_MetadataOfNoVariant_IsRefused(string metadata)
    {
        using var network = new StavisNetwork(new NetworkVariant(10));
        SafetensorsFormat.Write(PathOf("odd.safetensors"), Tensors(network, ""), new Dictionary<string, string> { [VariantMetadata.Key] = metadata });

        Assert.Contains(VariantMetadata.Key, Assert.Throws<CheckpointException>(() => WeightsFile.Load(PathOf("odd.safetensors"), false)).Message);
    }

    [Fact]
    public void Convert_FromPrefixedFile_LoadsAsTheSameNetwork()
    {
        using var network = new StavisNetwork(new NetworkVariant(10), seed: 5);
        Fill(network.state_dict()["fuseav.bias"], -5f);
        WriteBare(network, "in.safetensors", "module.");

        var message = WeightsFile.Convert(PathOf("in.safetensors"), PathOf("out.safetensors"), half: false);

        Assert.Contains("ResNet-10", message);
        using var loaded = WeightsFile.Load(PathOf("out.safetensors"), visualOnly: false).Network;
        AssertSame(network, loaded, tolerance: 0);
    }

    [Fact]
    public void Convert_TensorsOfSomethingElse_KeepsEveryTypeAndValue()
    {
        WeightsFile.Convert(GoldenCheckpoints.Zip, PathOf("out.safetensors"), half: false);

        using var before = Checkpoint.Open(GoldenCheckpoints.Zip);
        using var after = Checkpoint.Open(PathOf("out.safetensors"));
        Assert.Equal(
            before.Tensors.Select(tensor => (tensor.Key, tensor.Type, string.Join(",", tensor.Shape), Convert.ToHexString(tensor.Read()))).Order(),
            after.Tensors.Select(tensor => (tensor.Key, tensor.Type, string.Join(",", tensor.Shape), Convert.ToHexString(tensor.Read()))).Order());
    }

    [Fact]
    public void Convert_InputThatIsCalledAnUnfinishedOutput_IsKept()
    {
        using var network = new StavisNetwork(new NetworkVariant(10, Audiovisual: false), seed: 5);
        WriteBare(network, "a.safetensors.part", prefix: "");
        var before = File.ReadAllBytes(PathOf("a.safetensors.part"));

        WeightsFile.Convert(PathOf("a.safetensors.part"), PathOf("a.safetensors"), half: false);

        Assert.Equal(before, File.ReadAllBytes(PathOf("a.safetensors.part")));
        Assert.Equal(["a.safetensors", "a.safetensors.part"], _folder.GetFiles().Select(file => file.Name).Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Write_WhileAnotherWritesTheSameFile_LeavesTheOthersAlone(bool fails)
    {
        SafetensorsFormat.Write(PathOf("a.safetensors"), [new CheckpointTensor("outer", ElementType.UInt8, [1], () =>
        {
            WriteInner();
            return new byte[1];
        })], new Dictionary<string, string>());

        Assert.Equal(["a.safetensors"], _folder.GetFiles().Select(file => file.Name));
        using var written = Checkpoint.Open(PathOf("a.safetensors"));
        Assert.Equal("outer", Assert.Single(written.Tensors).Key);

        void WriteInner()
        {
            var inner = new CheckpointTensor("inner", ElementType.UInt8, [1], () => fails ? throw new IOException("A full disk.") : new byte[1]);
            var error = Record.Exception(() => SafetensorsFormat.Write(PathOf("a.safetensors"), [inner], new Dictionary<string, string>()));
            Assert.Equal(fails ? "A full disk." : null, error?.Message);
        }
    }

    [Fact]
    public void Convert_OntoItselfOrToAnotherFormat_IsRefused()
    {
        Assert.Contains("onto itself", Assert.Throws<CheckpointException>(() => WeightsFile.Convert("a.safetensors", "./a.safetensors", false)).Message);
        Assert.Contains(".safetensors", Assert.Throws<CheckpointException>(() => WeightsFile.Convert("a.pth", "b.pth", false)).Message);
    }

    [Fact]
    public void Inspect_TensorsOfSomethingElse_ListsThemAndSaysWhy()
    {
        var summary = WeightsFile.Inspect(GoldenCheckpoints.Zip);

        Assert.Null(summary.Variant);
        Assert.Contains("no STAViS network", summary.VariantSource);
        Assert.NotEmpty(summary.Tensors);
    }

    [Fact]
    public void Open_SafetensorsTruncatedOrDamaged_IsAClearError()
    {
        SafetensorsFormat.Write(PathOf("small.safetensors"), [new CheckpointTensor("a", ElementType.Float32, [2], () => new byte[8])], new Dictionary<string, string>());
        var whole = File.ReadAllBytes(PathOf("small.safetensors"));
        var random = new Random(1);
        for (var attempt = 0; attempt < 1500; attempt++)
        {
            var bytes = attempt < whole.Length ? whole[..attempt] : (byte[])whole.Clone();
            if (attempt >= whole.Length) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(PathOf("damaged"), bytes);
            try
            {
                using var checkpoint = Checkpoint.Open(PathOf("damaged"));
                foreach (var tensor in checkpoint.Tensors) tensor.Read();
                Assert.True(attempt >= whole.Length, "A truncated file was read.");
            }
            catch (CheckpointException e)
            {
                Assert.Contains("damaged", e.Message);
            }
        }
    }

    [Fact]
    public void Load_SafetensorsWhoseDataBeginAtAnOddPlace_GivesTheSameNetwork()
    {
        using var network = new StavisNetwork(new NetworkVariant(10), seed: 3);
        WeightsFile.Save(network, PathOf("even.safetensors"), half: true);
        // Not every program pads the header.
        var bytes = File.ReadAllBytes(PathOf("even.safetensors"));
        var header = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes, header + 1);
        File.WriteAllBytes(PathOf("odd.safetensors"), [.. bytes[..(8 + (int)header)], (byte)' ', .. bytes[(8 + (int)header)..]]);

        using var even = WeightsFile.Load(PathOf("even.safetensors"), visualOnly: false).Network;
        using var odd = WeightsFile.Load(PathOf("odd.safetensors"), visualOnly: false).Network;

        AssertSame(even, odd, tolerance: 0);
    }

    [Fact]
    public void Load_File_TakesNoManagedMemoryForItsValues()
    {
        using (var network = new StavisNetwork(new NetworkVariant(10))) WeightsFile.Save(network, PathOf("a.safetensors"), half: true);
        WeightsFile.Load(PathOf("a.safetensors"), visualOnly: false).Network.Dispose();

        var before = GC.GetAllocatedBytesForCurrentThread();
        WeightsFile.Load(PathOf("a.safetensors"), visualOnly: false).Network.Dispose();

        // The file is 19 MB; modules, names and handles remain.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    private void WriteBare(StavisNetwork network, string name, string prefix) =>
        SafetensorsFormat.Write(PathOf(name), Tensors(network, prefix), new Dictionary<string, string>());

    private static List<CheckpointTensor> Tensors(StavisNetwork network, string prefix) =>
    [
        .. network.state_dict()
            .Where(entry => entry.Value.dtype == torch.ScalarType.Float32)
            .Select(entry => new CheckpointTensor(prefix + entry.Key, ElementType.Float32, entry.Value.shape, () => TensorValues.ToBytes(entry.Value))),
    ];

    // Zeros, and the value at the end.
    private static CheckpointTensor BadLast(string key, long[] shape, ElementType type, double value)
    {
        byte[] last = type switch
        {
            ElementType.Float32 => BitConverter.GetBytes((float)value),
            ElementType.Float64 => BitConverter.GetBytes(value),
            ElementType.Float16 => BitConverter.GetBytes((Half)value),
            _ => BitConverter.GetBytes((ushort)(BitConverter.SingleToUInt32Bits((float)value) >> 16)),
        };
        byte[] bytes = [.. new byte[(shape.Aggregate(1L, (product, length) => product * length) - 1) * last.Length], .. last];
        return new CheckpointTensor(key, type, shape, () => bytes);
    }

    private static void Fill(torch.Tensor tensor, float value)
    {
        using var noGradient = torch.no_grad();
        tensor.Fill(value);
    }

    private static void AssertSame(StavisNetwork expected, StavisNetwork actual, float tolerance)
    {
        var other = actual.state_dict();
        foreach (var (key, tensor) in expected.state_dict().Where(entry => entry.Value.dtype == torch.ScalarType.Float32))
        {
            using var scope = torch.NewDisposeScope();
            var difference = (tensor - other[key]).abs() - tensor.abs().Times(tolerance);
            Assert.True(difference.numel() == 0 || difference.max().item<float>() <= tolerance * 1e-4f, key);
        }
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
