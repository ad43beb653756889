using System.Buffers.Binary;
using System.Text;
using CsCheck;
using StavisLive.Model.Checkpoints;
using StavisLive.Model.Tests.Checkpoints.Pickle;
using StavisLive.Testing;

namespace StavisLive.Model.Tests.Checkpoints;

public sealed class CheckpointFuzzTests : IDisposable
{
    private const string Header = """
        {"__metadata__":{"format":"pt","stavis.variant":"{\"depth\":10}"},
         "conv1.weight":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},
         "b":{"dtype":"F16","shape":[],"data_offsets":[8,10]},
         "c":{"dtype":"I64","shape":[0,3],"data_offsets":[10,10]}}
        """;

    private static readonly Gen<string> Name = Gen.OneOf(Gen.OneOf("state_dict", "model", "arch", "conv1.weight", "module.conv1.weight", "w"), Fuzzing.OddText);

    // What is pushed onto a pickle's stack: leaves, what was remembered (what is still being made, too), and what holds others.
    private static readonly Gen<Action<PickleWriter>> Tensor = Gen.Frequency(
        (6, Gen.OneOf(((long[])[], (long[])[]), ([8], [1]), ([2, 3], [3, 1]), ([3, 2], [1, 3]), ([0, 5], [5, 1])).Select(layout => Tensored("0", 8, 0, layout.Item1, layout.Item2))),
        (1, Gen.Select(
            Gen.OneOf("0", "0", "0", "0", "1", ""), Gen.Frequency((5, Gen.Const(8L)), (1, Fuzzing.OddNumber)), Gen.Frequency((3, Gen.Const(0L)), (1, Fuzzing.OddNumber)),
            Fuzzing.OddNumber.Array[0, 4], Fuzzing.OddNumber.Array[0, 4]).Select(Tensored)));

    private static readonly Gen<Action<PickleWriter>> Leaf = Gen.OneOf(
        Gen.OneOf<Action<PickleWriter>>(
            pickle => pickle.Op("N"u8), pickle => pickle.Op(0x88), pickle => pickle.Op(")"u8), pickle => pickle.Op("}"u8), pickle => pickle.Op("]"u8),
            pickle => pickle.Op(0x8a, 0), pickle => pickle.Op(0x8b, 0xFF, 0xFF, 0xFF, 0xFF), pickle => pickle.Op("("u8), pickle => pickle.Op("0"u8), pickle => pickle.Op("1"u8),
            pickle => pickle.Op("2"u8), pickle => pickle.Op("b"u8), pickle => pickle.Op("R"u8), pickle => pickle.Op("Q"u8), pickle => pickle.Op(0x93), pickle => pickle.Op(0x94), pickle => pickle.Op("."u8)),
        Fuzzing.OddNumber.Select(number => new Action<PickleWriter>(pickle => pickle.Number(number))),
        Name.Select(text => new Action<PickleWriter>(pickle => pickle.Text(text))),
        Gen.Int[0, 6].Select(key => new Action<PickleWriter>(pickle => pickle.Recall(key))),
        Gen.OneOf("collections OrderedDict", "torch Size", "torch FloatStorage", "torch._utils _rebuild_parameter", "torch._utils _rebuild_tensor_v2", "os system", "x")
            .Select(name => new Action<PickleWriter>(pickle => pickle.Global(name.Split(' ')[0], name.Split(' ')[^1]))));

    private static readonly Gen<Action<PickleWriter>> Value = Gen.Recursive<Action<PickleWriter>>((depth, self) => depth > 4
        ? Leaf
        : Gen.Frequency(
            (4, Leaf),
            (3, Tensor),
            (2, Gen.Select(Gen.Int[0, 6], Gen.Select(Name, self).Array[0, 4]).Select((key, entries) => Dictionary(key, entries))),
            (1, Gen.Select(Gen.Int[0, 6], self.Array[0, 4]).Select((key, items) => new Action<PickleWriter>(pickle =>
            {
                pickle.Op("]"u8).Remember(key).Op("("u8);
                foreach (var item in items) item(pickle);
                pickle.Op("e"u8);
            }))),
            (1, self.Array[0, 4].Select(items => new Action<PickleWriter>(pickle =>
            {
                pickle.Op("("u8);
                foreach (var item in items) item(pickle);
                pickle.Op("t"u8);
            }))),
            (1, Gen.Select(self, self).Select((what, with) => new Action<PickleWriter>(pickle =>
            {
                what(pickle);
                with(pickle);
                pickle.Op("R"u8);
            })))));

    private static readonly Gen<Action<PickleWriter>> Root = Gen.Frequency(
        (4, Gen.Select(Name, Tensor).Array[1, 4].Select(entries => Dictionary(0, entries))),
        (4, Gen.Select(Gen.Select(Name, Tensor).Array[1, 3], Gen.Select(Name, Value).Array[0, 3])
            .Select((tensors, others) => Dictionary(0, [("state_dict", Dictionary(1, tensors)), .. others]))),
        (2, Value));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("checkpoint-fuzz-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Open_OddPickles_AreReadOrRefused() => Run(Gen.Select(Root, Gen.Bool, Gen.Frequency((5, Gen.Const(8)), (1, Gen.Int[0, 9]))).Select((root, isZip, floats) =>
    {
        var pickle = new PickleWriter();
        root(pickle);
        return isZip ? PickleWriter.ZipFile(pickle.Finish(), floats) : PickleWriter.LegacyFile(pickle.Finish(), floats);
    }));

    [Fact]
    public void Open_OddSafetensors_AreReadOrRefused() => Run(Gen.Select(
        OddJson.Like(Header), Gen.Frequency((8, Gen.Const(0L)), (1, Fuzzing.OddNumber)), Gen.Frequency((8, Gen.Const(10)), (1, Gen.Int[0, 12]))).Select((header, lie, data) =>
    {
        var text = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, unchecked(text.Length + lie));
        return (byte[])[.. length, .. text, .. new byte[data]];
    }));

    private static Action<PickleWriter> Tensored(string storage, long count, long offset, long[] shape, long[] strides) =>
        pickle => pickle.Tensor(storage, count, offset, shape, strides);

    private static Action<PickleWriter> Dictionary(int key, params (string Key, Action<PickleWriter> Value)[] entries) => pickle =>
    {
        pickle.Op("}"u8).Remember(key).Op("("u8);
        foreach (var (name, value) in entries) value(pickle.Text(name));
        pickle.Op("u"u8);
    };

    private void Run(Gen<byte[]> files) => Fuzzing.Run(
        files,
        file =>
        {
            var path = Fuzzing.PathOf(_folder, "odd.pth");
            File.WriteAllBytes(path, file);
            using var checkpoint = Checkpoint.Open(path);
            VariantMetadata.Of(checkpoint);
            foreach (var tensor in checkpoint.Tensors)
            {
                var bytes = tensor.Read().Length;
                Assert.Equal(tensor.Count * tensor.Type.SizeOf(), bytes);
            }
        },
        // A zip's checksums are known to be wrong only once the values are read.
        e => e is CheckpointException or InvalidDataException, TestContext.Current.TestOutputHelper!.WriteLine);
}
