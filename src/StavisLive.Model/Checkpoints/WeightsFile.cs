using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using StavisLive.Model.Checkpoints.Formats;
using StavisLive.Model.Network;
using static TorchSharp.torch;

namespace StavisLive.Model.Checkpoints;

/// <summary>Files of weights as the rest of the program sees them.</summary>
public static class WeightsFile
{
    /// <summary>Tells what is in a file, whether or not it is a STAViS network.</summary>
    /// <exception cref="CheckpointException">It cannot be read.</exception>
    public static WeightsSummary Inspect(string path)
    {
        using var checkpoint = Checkpoint.Open(path);
        var (variant, source) = VariantOrReason(checkpoint);
        return new WeightsSummary(
            checkpoint.Format,
            variant,
            source,
            checkpoint.Tensors.Where(tensor => tensor.Type.IsFloat()).Sum(tensor => tensor.Count),
            checkpoint.Metadata,
            [.. checkpoint.Tensors.Select(tensor => new TensorSummary(tensor.Key, tensor.Type.ToString().ToLowerInvariant(), tensor.Shape))]);
    }

    /// <summary>Makes the network that a file belongs to and loads it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="visualOnly">Whether only the visual stage is wanted.</param>
    /// <exception cref="CheckpointException">It cannot be read, does not fit, or holds values that are not finite; nothing was loaded.</exception>
    public static LoadedWeights Load(string path, bool visualOnly)
    {
        using var checkpoint = Checkpoint.Open(path);
        var known = VariantInference.Of(checkpoint, visualOnly);
        var network = StavisNetwork.WithoutValues(known.Variant);
        try
        {
            StateLoader.Load(checkpoint, network);
            return new LoadedWeights(network, $"Weights {path}: {known.Variant.Describe()} ({known.Source})");
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Writes a network as .safetensors; the file appears whole or not at all.</summary>
    /// <param name="network">The network, in float32 on the CPU.</param>
    /// <param name="path">File to create or replace.</param>
    /// <param name="metadata">What else the file should say of itself: licence, training data, ...</param>
    /// <param name="half">Whether values are stored in half precision.</param>
    /// <exception cref="CheckpointException">Half precision cannot hold a value.</exception>
    public static void Save(StavisNetwork network, string path, IReadOnlyDictionary<string, string>? metadata = null, bool half = false)
    {
        var tensors = network.state_dict()
            .Where(entry => entry.Value.dtype == ScalarType.Float32)
            .Select(entry => new CheckpointTensor(entry.Key, ElementType.Float32, entry.Value.shape, () => TensorValues.ToBytes(entry.Value)));
        Write(path, [.. tensors], network.Variant, metadata ?? new Dictionary<string, string>(), half);
    }

    /// <summary>Writes any file of weights as .safetensors: every tensor in its own type, and of a STAViS network its variant.</summary>
    /// <param name="input">The file; of a STAViS network all keys and shapes must be right, any other's are taken as they are.</param>
    /// <param name="output">File to create or replace.</param>
    /// <param name="half">Whether floating-point values are stored in half precision.</param>
    /// <returns>One line: what was written.</returns>
    /// <exception cref="CheckpointException">The input cannot be read or is half a network, or half precision cannot hold a value.</exception>
    public static string Convert(string input, string output, bool half)
    {
        if (Path.GetFullPath(input) == Path.GetFullPath(output)) throw new CheckpointException($"{input} cannot be converted onto itself: name another output.");
        if (!output.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))
            throw new CheckpointException($"{output}: weights are written as .safetensors; name the output so.");
        using var checkpoint = Checkpoint.Open(input);
        var (variant, source) = VariantOrReason(checkpoint);
        if (variant is not null)
        {
            using var network = StavisNetwork.WithoutValues(variant);
            StateLoader.Load(checkpoint, network);
        }
        Write(output, checkpoint.Tensors, variant, checkpoint.Metadata, half);
        var what = variant?.Describe() ?? $"{checkpoint.Tensors.Count} tensors";
        return $"wrote {output}: {what}{(half ? ", half precision" : "")} ({source})";
    }

    private static void Write(
        string path, IReadOnlyList<CheckpointTensor> tensors, NetworkVariant? variant, IReadOnlyDictionary<string, string> metadata, bool half)
    {
        var all = new Dictionary<string, string>(metadata);
        if (variant is not null) all[VariantMetadata.Key] = VariantMetadata.Format(variant);
        try
        {
            SafetensorsFormat.Write(path, half ? [.. tensors.Select(Halve)] : tensors, all);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{path} cannot be written: {e.Message}", e);
        }
    }

    private static CheckpointTensor Halve(CheckpointTensor tensor) => !tensor.Type.IsFloat() ? tensor : tensor with
    {
        Type = ElementType.Float16,
        Read = () =>
        {
            var values = new float[tensor.Count];
            tensor.Type.ToSingle(tensor.Read(), values);
            var halves = new Half[values.Length];
            TensorPrimitives.ConvertToHalf(values, halves);
            for (var i = 0; i < halves.Length; i++)
            {
                if (Half.IsInfinity(halves[i]) && float.IsFinite(values[i]))
                    throw new CheckpointException($"{tensor.Key} holds {values[i]}, which half precision cannot: convert without it.");
            }
            return MemoryMarshal.AsBytes(halves.AsSpan()).ToArray();
        },
    };

    private static (NetworkVariant? Variant, string Source) VariantOrReason(Checkpoint checkpoint)
    {
        try
        {
            var known = VariantInference.Of(checkpoint, visualOnly: false);
            return (known.Variant, known.Source);
        }
        catch (CheckpointException e)
        {
            return (null, e.Message);
        }
    }
}

/// <summary>A network with a file's weights. The caller owns the network.</summary>
/// <param name="Network">The network, in float32 on the CPU.</param>
/// <param name="Message">One line: which network it is, and how that is known.</param>
public sealed record LoadedWeights(StavisNetwork Network, string Message);
