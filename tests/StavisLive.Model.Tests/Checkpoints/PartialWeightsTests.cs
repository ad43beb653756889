using StavisLive.Model.Checkpoints;
using StavisLive.Model.Network;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Checkpoints;

public sealed class PartialWeightsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("partial-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_DeeperNetwork_TakesWhatFitsAndListsTheRest()
    {
        using var deep = new StavisNetwork(new NetworkVariant(Depth: 18), seed: 1);
        using var shallow = new StavisNetwork(new NetworkVariant(Depth: 10), seed: 2);
        WeightsFile.Save(deep, File("deep.safetensors"));

        var load = PartialWeights.Load(shallow, File("deep.safetensors"));

        Assert.Contains("layer1.0.conv1.weight", load.Taken);
        Assert.Contains(load.Left, left => left.StartsWith("layer1.1.conv1.weight (no such tensor", StringComparison.Ordinal));
        using var scope = NewDisposeScope();
        Assert.True(shallow.state_dict()["conv1.weight"].equal(deep.state_dict()["conv1.weight"]).all().item<bool>());
    }

    [Fact]
    public void Load_KernelsForPictures_BecomeTheMiddleSlice()
    {
        using var network = new StavisNetwork(new NetworkVariant(Depth: 10), seed: 1);
        var kernel = Enumerable.Range(0, 64 * 3 * 7 * 7).Select(value => (float)value).ToArray();
        WritePictureKernel(File("picture.safetensors"), kernel);

        var load = PartialWeights.Load(network, File("picture.safetensors"));

        Assert.Equal(["conv1.weight"], load.Taken);
        using var scope = NewDisposeScope();
        var weight = network.state_dict()["conv1.weight"];
        Assert.Equal(kernel, Numbers.Of(weight.select(2, 3)));
        Assert.Equal(kernel.Length - 1, weight.count_nonzero().item<long>()); // its first value is 0
    }

    [Fact]
    public void Load_ValueThatIsNotFinite_NamesFileAndTensor()
    {
        using var network = new StavisNetwork(new NetworkVariant(Depth: 10));
        WritePictureKernel(File("odd.safetensors"), [.. new float[(64 * 3 * 7 * 7) - 1], float.NaN]);

        var e = Assert.Throws<CheckpointException>(() => PartialWeights.Load(network, File("odd.safetensors")));

        Assert.Contains($"{File("odd.safetensors")}: conv1.weight holds values that are not finite", e.Message);
    }

    [Fact]
    public void Load_NothingInCommon_SaysSo()
    {
        using var network = new StavisNetwork(new NetworkVariant(Depth: 10));
        WritePictureKernel(File("other.safetensors"), new float[64 * 3 * 7 * 7], "elsewhere.weight");
        Assert.Contains("shares no tensor", Assert.Throws<CheckpointException>(() => PartialWeights.Load(network, File("other.safetensors"))).Message);
    }

    [Fact]
    public void Load_Prefix_FilesOfAPartFindTheirPlace()
    {
        using var network = new StavisNetwork(new NetworkVariant(Depth: 10));
        WritePictureKernel(File("sound.safetensors"), new float[64], "0.weight", [16, 1, 1, 4]);
        var load = Assert.Throws<CheckpointException>(() => PartialWeights.Load(network, File("sound.safetensors"), "soundnet8."));
        Assert.Contains("the network's is [16,1,1,64]", load.Message);
        WritePictureKernel(File("right.safetensors"), new float[16 * 64], "0.weight", [16, 1, 1, 64]);
        Assert.Equal(["soundnet8.0.weight"], PartialWeights.Load(network, File("right.safetensors"), "soundnet8.").Taken);
    }

    private string File(string name) => Path.Combine(_folder, name);

    private static void WritePictureKernel(string path, float[] values, string key = "conv1.weight", long[]? shape = null) =>
        StavisLive.Model.Checkpoints.Formats.SafetensorsFormat.Write(
            path,
            [new CheckpointTensor(key, ElementType.Float32, shape ?? [64, 3, 7, 7], () => System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray())],
            new Dictionary<string, string>());
}
