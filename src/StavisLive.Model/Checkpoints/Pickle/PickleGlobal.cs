namespace StavisLive.Model.Checkpoints.Pickle;

/// <summary>Something of Python's that a pickle refers to by name; only those that tensors need are known.</summary>
/// <param name="Name">Module and name.</param>
internal sealed record PickleGlobal(string Name)
{
    private const string Torch = "torch.";
    private const string Storage = "Storage";

    private static readonly HashSet<string> Known =
    [
        "collections.OrderedDict",
        "torch._utils._rebuild_tensor",
        "torch._utils._rebuild_tensor_v2",
        "torch._utils._rebuild_parameter",
        "torch.Size",
    ];

    private static readonly Dictionary<string, ElementType> Storages = new()
    {
        ["Float"] = ElementType.Float32,
        ["Double"] = ElementType.Float64,
        ["Half"] = ElementType.Float16,
        ["BFloat16"] = ElementType.BFloat16,
        ["Long"] = ElementType.Int64,
        ["Int"] = ElementType.Int32,
        ["Short"] = ElementType.Int16,
        ["Char"] = ElementType.Int8,
        ["Byte"] = ElementType.UInt8,
        ["Bool"] = ElementType.Bool,
    };

    /// <summary>Element type of a storage class; null for anything else.</summary>
    public ElementType? StorageType => StorageTypeOf(Name);

    /// <summary>Looks a name up.</summary>
    /// <exception cref="CheckpointException">It is not one of the few that are known.</exception>
    public static PickleGlobal Find(string path, string name) => Known.Contains(name) || StorageTypeOf(name) is not null
        ? new PickleGlobal(name)
        : throw new CheckpointException(
            $"{path} asks for {name}, which no tensor needs; it was refused and nothing was run. Do not trust this file.");

    private static ElementType? StorageTypeOf(string name) =>
        name.StartsWith(Torch, StringComparison.Ordinal) && name.EndsWith(Storage, StringComparison.Ordinal)
        && Storages.TryGetValue(name[Torch.Length..^Storage.Length], out var type)
            ? type
            : null;
}
