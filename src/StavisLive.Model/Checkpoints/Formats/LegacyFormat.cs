using System.Buffers.Binary;
using StavisLive.Model.Checkpoints.Pickle;

namespace StavisLive.Model.Checkpoints.Formats;

/// <summary>PyTorch's format before 1.6, in which the authors published: pickles in a row, then the storages' bytes.</summary>
internal static class LegacyFormat
{
    // The lowest 64 bits of PyTorch's magic number 0x1950a86a20f9469cfc6c, and the only version there ever was.
    private const long MagicNumber = unchecked((long)0xa86a20f9469cfc6c);
    private const long ProtocolVersion = 1001;

    /// <summary>Whether a file begins with the magic number's pickle: PROTO 2, LONG1 of ten bytes.</summary>
    public static bool Recognizes(ReadOnlySpan<byte> start) => start is [0x80, _, 0x8a, 0x0a, 0x6c, 0xfc, ..];

    public static Checkpoint Read(string path, FileStream file)
    {
        if (Next(path, file) is not MagicNumber || Next(path, file) is not ProtocolVersion)
            throw new CheckpointException($"{path} is in a version of PyTorch's legacy format that is not known.");
        if (Next(path, file) is not PickleDictionary system || system["little_endian"] is not true)
            throw new CheckpointException($"{path} was saved on a big-endian machine; such files are not read.");

        var storages = new Dictionary<string, ElementType>();
        var root = new PickleMachine(path, file, id => StorageOf(id, storages)).Run();
        var places = FindStorages(path, file, storages);
        var mapped = new MappedFile(path, file);
        var (tensors, metadata) = PickledCheckpoint.Of(path, root, storage => ReadStorage(mapped, storage, places));
        foreach (var storage in UsedStorages(root)) CheckLength(storage, places);
        return new Checkpoint(path, "PyTorch (legacy)", tensors, metadata, mapped);
    }

    private static object? Next(string path, FileStream file) => new PickleMachine(path, file, storageOf: null).Run();

    private static PickledStorage StorageOf(object? id, Dictionary<string, ElementType> storages)
    {
        if (id is not object?[] parts || parts is not ["storage", PickleGlobal { StorageType: { } type }, string key, _, long count, ..])
            throw new InvalidDataException("It describes a storage in an unknown way.");
        if (!storages.TryAdd(key, type) && storages[key] != type) throw new InvalidDataException($"The storage {key} has two types.");
        return parts.ElementAtOrDefault(5) switch
        {
            null => new PickledStorage(key, type, count, RootOffset: 0),
            object?[] view when view is [_, long offset, long length] && offset >= 0 && length >= 0 => new PickledStorage(key, type, length, offset),
            _ => throw new InvalidDataException($"The view of storage {key} is described in an unknown way."),
        };
    }

    /// <summary>Where each storage's bytes lie: they follow in the order of a last pickle, each after its length.</summary>
    private static Dictionary<string, (long Position, long Count)> FindStorages(string path, FileStream file, Dictionary<string, ElementType> types)
    {
        if (Next(path, file) is not List<object?> keys) throw new InvalidDataException("The list of storages is missing.");
        var places = new Dictionary<string, (long Position, long Count)>();
        Span<byte> length = stackalloc byte[sizeof(long)];
        foreach (var item in keys)
        {
            if (item is not string key || !types.TryGetValue(key, out var type)) throw new InvalidDataException("It lists a storage that nothing refers to.");
            file.ReadExactly(length);
            var count = BinaryPrimitives.ReadInt64LittleEndian(length);
            var end = checked(file.Position + (count * type.SizeOf()));
            if (count < 0) throw new InvalidDataException($"The storage {key} has a negative length.");
            if (end > file.Length) throw new EndOfStreamException();
            places[key] = (file.Position, count);
            file.Position = end;
        }
        return places;
    }

    private static IEnumerable<PickledStorage> UsedStorages(object? root)
    {
        // Dictionaries may hold each other, themselves too, to any depth.
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var ahead = new Stack<object?>([root]);
        while (ahead.TryPop(out var value))
        {
            if (value is PickledTensor tensor) yield return tensor.Storage;
            if (value is not PickleDictionary dictionary || !seen.Add(dictionary)) continue;
            foreach (var (_, inner) in dictionary.Named) ahead.Push(inner);
        }
    }

    private static void CheckLength(PickledStorage storage, Dictionary<string, (long Position, long Count)> places)
    {
        if (!places.TryGetValue(storage.Key, out var place)) throw new InvalidDataException($"The storage {storage.Key} is missing.");
        if (checked(storage.RootOffset + storage.Count) > place.Count) throw new InvalidDataException($"The storage {storage.Key} is shorter than its tensors.");
    }

    private static ReadOnlySpan<byte> ReadStorage(MappedFile file, PickledStorage storage, Dictionary<string, (long Position, long Count)> places)
    {
        var (position, count) = places[storage.Key];
        return file.Slice(position, count * storage.Type.SizeOf());
    }
}
