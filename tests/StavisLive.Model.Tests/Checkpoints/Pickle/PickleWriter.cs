using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace StavisLive.Model.Tests.Checkpoints.Pickle;

/// <summary>Writes pickles instruction by instruction, also such as no Python would, and the two files of PyTorch's that they lie in.</summary>
internal sealed class PickleWriter
{
    private readonly List<byte> _bytes = [0x80, 2];

    public PickleWriter Op(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public PickleWriter Text(string text)
    {
        var letters = Encoding.UTF8.GetBytes(text);
        return Op((byte)'X').Op(BytesOf(letters.Length)).Op(letters);
    }

    public PickleWriter Number(long number)
    {
        Span<byte> value = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(value, number);
        return Op(0x8a, 8).Op(value);
    }

    public PickleWriter Global(string module, string name) => Op((byte)'c').Op(Encoding.UTF8.GetBytes($"{module}\n{name}\n"));

    /// <summary>Remembers what was pushed last.</summary>
    public PickleWriter Remember(int key) => Op((byte)'r').Op(BytesOf(key));

    public PickleWriter Recall(int key) => Op((byte)'j').Op(BytesOf(key));

    /// <summary>A tensor of floats that lie in a storage.</summary>
    public PickleWriter Tensor(string storage, long count, long offset, long[] shape, long[] strides)
    {
        Global("torch._utils", "_rebuild_tensor_v2").Op((byte)'(', (byte)'(').Text("storage").Global("torch", "FloatStorage").Text(storage).Text("cpu").Number(count);
        // Older files have views of storages: there is none.
        return Op("NtQ"u8).Number(offset).Tuple(shape).Tuple(strides).Op(0x89).Op("}tR"u8);
    }

    public byte[] Finish() => [.. _bytes, (byte)'.'];

    /// <summary>A file of PyTorch before 1.6, with one storage "0" of as many floats.</summary>
    public static byte[] LegacyFile(byte[] root, int floats) =>
    [
        0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.',
        .. new PickleWriter().Number(1001).Finish(),
        .. new PickleWriter().Op("}"u8).Text("little_endian").Op(0x88).Op("s"u8).Finish(),
        .. root,
        .. new PickleWriter().Op("]"u8).Text("0").Op("a"u8).Finish(),
        .. BytesOf(floats), 0, 0, 0, 0, .. new byte[floats * sizeof(float)],
    ];

    /// <summary>A file of PyTorch since 1.6, with one storage "0" of as many floats.</summary>
    public static byte[] ZipFile(byte[] root, int floats)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(archive, "weights/data.pkl", root);
            Write(archive, "weights/data/0", new byte[floats * sizeof(float)]);
        }
        return file.ToArray();
    }

    private PickleWriter Tuple(long[] numbers)
    {
        Op((byte)'(');
        foreach (var number in numbers) Number(number);
        return Op((byte)'t');
    }

    private static void Write(ZipArchive archive, string name, byte[] content)
    {
        using var entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
        entry.Write(content);
    }

    private static byte[] BytesOf(int number)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }
}
