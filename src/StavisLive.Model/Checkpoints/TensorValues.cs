using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace StavisLive.Model.Checkpoints;

/// <summary>From a file into a tensor's memory.</summary>
internal static class TensorValues
{
    /// <summary>Copies a file's floating-point values, widened where they are half as long, in one pass.</summary>
    /// <param name="stored">What the file holds.</param>
    /// <param name="target">As many elements: float32, contiguous, on the CPU.</param>
    public static void CopyTo(this CheckpointTensor stored, Tensor target) =>
        stored.Type.ToSingle(stored.Read(), MemoryMarshal.Cast<byte, float>(target.bytes));
}
