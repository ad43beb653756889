using System.IO.Compression;
using StavisLive.Model.Checkpoints.Pickle;

namespace StavisLive.Model.Checkpoints.Formats;

/// <summary>PyTorch's format since 1.6: a zip of one pickle and a file per storage.</summary>
internal static class ZipFormat
{
    private const string Pickle = "/data.pkl";

    // What deflate makes of zeros; who claims more asks for memory that the file has no bytes for.
    private const long BestRatio = 1032;

    public static Checkpoint Read(string path, FileStream file)
    {
        var archive = new ZipArchive(file, ZipArchiveMode.Read);
        var pickle = archive.Entries.FirstOrDefault(entry => entry.FullName.EndsWith(Pickle, StringComparison.Ordinal))
            ?? throw new CheckpointException($"{path} is a zip archive, but not one of PyTorch's: it has no data.pkl.");
        var folder = pickle.FullName[..^Pickle.Length];
        CheckByteOrder(path, archive.GetEntry($"{folder}/byteorder"));

        object? root;
        using (var stream = new BufferedStream(pickle.Open())) root = new PickleMachine(path, stream, id => StorageOf(archive, folder, id)).Run();
        var (tensors, metadata) = PickledCheckpoint.Of(path, root, storage => ReadStorage(archive, folder, storage));
        return new Checkpoint(path, "PyTorch (zip)", tensors, metadata, archive);
    }

    private static PickledStorage StorageOf(ZipArchive archive, string folder, object? id)
    {
        if (id is not object?[] parts
            || parts is not ["storage", PickleGlobal { StorageType: { } type }, string key, _, long count, ..] || count < 0)
            throw new InvalidDataException("It describes a storage in an unknown way.");
        var entry = archive.GetEntry($"{folder}/data/{key}") ?? throw new InvalidDataException($"The storage {key} is missing.");
        if (entry.Length != checked(count * type.SizeOf()))
            throw new InvalidDataException($"The storage {key} has {entry.Length} bytes instead of {count * type.SizeOf()}.");
        if (entry.Length > Array.MaxLength || entry.Length / BestRatio > entry.CompressedLength)
            throw new InvalidDataException($"The storage {key} claims {entry.Length} bytes.");
        return new PickledStorage(key, type, count, RootOffset: 0);
    }

    private static ReadOnlySpan<byte> ReadStorage(ZipArchive archive, string folder, PickledStorage storage)
    {
        var data = new byte[storage.Count * storage.Type.SizeOf()];
        // All entries are read through one file.
        lock (archive)
        {
            using var stream = archive.GetEntry($"{folder}/data/{storage.Key}")!.Open();
            stream.ReadExactly(data);
        }
        return data;
    }

    private static void CheckByteOrder(string path, ZipArchiveEntry? entry)
    {
        if (entry is null) return;
        using var reader = new StreamReader(entry.Open());
        Span<char> order = stackalloc char[6];
        if (!order[..reader.ReadBlock(order)].SequenceEqual("little")) throw new CheckpointException($"{path} was saved on a big-endian machine; such files are not read.");
    }
}
