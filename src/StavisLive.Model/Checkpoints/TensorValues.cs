using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace StavisLive.Model.Checkpoints;

/// <summary>From a file into a tensor's memory, and back.</summary>
internal static class TensorValues
{
    /// <summary>Copies a file's floating-point values, widened where they are half as long, in one pass.</summary>
    /// <param name="stored">What the file holds.</param>
    /// <param name="target">As many elements: float32, contiguous, on the CPU.</param>
    public static void CopyTo(this CheckpointTensor stored, Tensor target) =>
        stored.Type.ToSingle(stored.Read(), MemoryMarshal.Cast<byte, float>(target.bytes));

    /// <summary>Copies a tensor's values, row by row.</summary>
    /// <param name="tensor">On the CPU, of any strides.</param>
    public static byte[] ToBytes(Tensor tensor)
    {
        using var values = tensor.contiguous();
        return values.bytes.ToArray();
    }
}
