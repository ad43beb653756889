using StavisLive.Model.Network;
using static TorchSharp.torch;

namespace StavisLive.Model.Checkpoints;

/// <summary>Copies what a file and a network share, as a start for training.</summary>
/// <remarks>
/// Reads files of this network, of 3D-ResNets (Kinetics), of SoundNet, and of ResNets for pictures: their kernels become the
/// middle time slice of ours, so that a still shows the trunk what it showed the other.
/// </remarks>
public static class PartialWeights
{
    /// <summary>Copies every tensor whose name and shape fit.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">.pth or .safetensors.</param>
    /// <param name="prefix">What stands before the file's keys in the network, such as <c>soundnet8.</c>; empty: they are the same.</param>
    /// <exception cref="CheckpointException">It cannot be read, holds values that are not finite, or shares nothing with the network.</exception>
    public static PartialLoad Load(StavisNetwork network, string path, string prefix = "")
    {
        using var checkpoint = Checkpoint.Open(path);
        using var noGradient = no_grad();
        var state = network.state_dict();
        var (taken, left) = (new List<string>(), new List<string>());
        foreach (var tensor in checkpoint.Tensors)
        {
            var key = state.ContainsKey(tensor.Key) ? tensor.Key : prefix + tensor.Key;
            if (!state.TryGetValue(key, out var target)) left.Add($"{tensor.Key} (no such tensor in the network)");
            else if (!tensor.Type.IsFloat()) left.Add($"{tensor.Key} (not floating-point)");
            else if (TryCopy(checkpoint, tensor, target)) taken.Add(key);
            else left.Add($"{tensor.Key} [{string.Join(",", tensor.Shape)}] (the network's is [{string.Join(",", target.shape)}])");
        }
        if (taken.Count == 0) throw new CheckpointException($"{path} shares no tensor with the network: {string.Join(", ", left.Take(4))}, ...");
        var untouched = state.Keys.Except(taken).ToList();
        return new PartialLoad(path, taken, left, untouched);
    }

    private static bool TryCopy(Checkpoint checkpoint, CheckpointTensor tensor, Tensor target)
    {
        var isPicture = target.dim() == 5 && tensor.Shape.SequenceEqual([.. target.shape[..2], .. target.shape[3..]]);
        if (!isPicture && !tensor.Shape.SequenceEqual(target.shape)) return false;
        if (!isPicture)
        {
            checkpoint.Copy(tensor, target);
            return true;
        }
        using var kernel = empty([.. tensor.Shape], float32);
        checkpoint.Copy(tensor, kernel);
        using var middle = target.select(2, target.shape[2] / 2);
        target.zero_();
        middle.copy_(kernel);
        return true;
    }
}

/// <summary>What <see cref="PartialWeights"/> took from a file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Taken">Keys of the network that have the file's values now.</param>
/// <param name="Left">Tensors of the file that were not used, each with the reason.</param>
/// <param name="Untouched">Keys of the network that the file doesn't cover.</param>
public sealed record PartialLoad(string Path, IReadOnlyList<string> Taken, IReadOnlyList<string> Left, IReadOnlyList<string> Untouched);
