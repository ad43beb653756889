using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace StavisLive.Model.Checkpoints;

/// <summary>A file of weights, opened: its tensors are known, their values are read on demand.</summary>
/// <remarks>Owns the open file.</remarks>
internal sealed class Checkpoint : IDisposable
{
    private const string ParallelPrefix = "module.";

    private readonly IDisposable _file;

    internal Checkpoint(
        string path, string format, IReadOnlyList<CheckpointTensor> tensors, IReadOnlyDictionary<string, string> metadata, IDisposable file)
    {
        Path = path;
        Format = format;
        // PyTorch's DataParallel puts its own name before every key.
        Tensors = [.. tensors.Select(tensor => tensor.Key.StartsWith(ParallelPrefix, StringComparison.Ordinal)
            ? tensor with { Key = tensor.Key[ParallelPrefix.Length..] }
            : tensor)];
        Metadata = metadata;
        _file = file;
        if (Tensors.CountBy(tensor => tensor.Key).FirstOrDefault(group => group.Value > 1) is { Key: { } twice })
            throw new CheckpointException($"{path} holds {twice} twice, with and without \"{ParallelPrefix}\".");
    }

    /// <summary>Where the file is.</summary>
    public string Path { get; }

    /// <summary>Its format, for people.</summary>
    public string Format { get; }

    /// <summary>All tensors, in the file's order.</summary>
    public IReadOnlyList<CheckpointTensor> Tensors { get; }

    /// <summary>What the file says of itself: of a .pth its <c>arch</c>, of a .safetensors its metadata.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a .pth (either format) or .safetensors file, told apart by its content.</summary>
    /// <exception cref="CheckpointException">Missing, damaged, of another kind, or asking for more than tensors.</exception>
    public static Checkpoint Open(string path) => CheckpointOpener.Open(path);

    /// <summary>Copies one of its tensors.</summary>
    /// <param name="tensor">Floating-point.</param>
    /// <param name="target">As many elements: float32, contiguous, on the CPU.</param>
    /// <exception cref="CheckpointException">Its values cannot be read, or one of them is not finite in float32.</exception>
    public void Copy(CheckpointTensor tensor, Tensor target)
    {
        try
        {
            tensor.CopyTo(target);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or OverflowException)
        {
            throw new CheckpointException($"{Path}: the values of {tensor.Key} cannot be read: {e.Message}", e);
        }
        // A network of them gives maps that look like any others: the ReLUs and maxima make zeros of NaN.
        var values = MemoryMarshal.Cast<byte, float>(target.bytes);
        if (values.Length > 0 && !System.Numerics.Tensors.TensorPrimitives.IsFiniteAll<float>(values))
            throw new CheckpointException($"{Path}: {tensor.Key} holds values that are not finite in float32: nothing can be computed with them.");
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();
}
