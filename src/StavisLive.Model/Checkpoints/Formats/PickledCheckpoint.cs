using StavisLive.Model.Checkpoints.Pickle;

namespace StavisLive.Model.Checkpoints.Formats;

/// <summary>Finds the weights in what a .pth file's pickle holds.</summary>
internal static class PickledCheckpoint
{
    // How training programs name the state dictionary that they store beside epoch and optimizer.
    private static readonly string[] Wrappers = ["state_dict", "model_state_dict", "model"];

    /// <summary>The tensors, checked, and what the file says of itself.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="root">What the pickle holds.</param>
    /// <param name="read">Gives all bytes of a storage.</param>
    public static (List<CheckpointTensor> Tensors, Dictionary<string, string> Metadata) Of(string path, object? root, Func<PickledStorage, ReadOnlySpan<byte>> read)
    {
        if (root is not PickleDictionary dictionary) throw new CheckpointException($"{path} holds no state dictionary.");
        var wrapped = Wrappers.Select(name => dictionary[name]).OfType<PickleDictionary>().FirstOrDefault();
        var tensors = (wrapped ?? dictionary).Named
            .Select(entry => entry.Value is PickledTensor tensor
                ? Describe(entry.Key, tensor, read)
                : throw new CheckpointException($"{path} holds no plain state dictionary: \"{entry.Key}\" is no tensor."))
            .ToList();
        if (tensors.Count == 0) throw new CheckpointException($"{path} holds no tensors.");
        var metadata = new Dictionary<string, string>();
        if (wrapped is not null && dictionary["arch"] is string arch) metadata["arch"] = arch;
        return (tensors, metadata);
    }

    private static CheckpointTensor Describe(string key, PickledTensor tensor, Func<PickledStorage, ReadOnlySpan<byte>> read)
    {
        tensor.CheckBounds(key);
        return new CheckpointTensor(key, tensor.Storage.Type, tensor.Shape, () => tensor.Pack(read(tensor.Storage)));
    }
}
