namespace StavisLive.Model.Checkpoints;

/// <summary>One tensor of a file: what it is, and how to read it.</summary>
/// <param name="Key">Name in the state dictionary, without <c>module.</c>.</param>
/// <param name="Type">Element type as stored.</param>
/// <param name="Shape">Length of each dimension; empty for a scalar.</param>
/// <param name="Read">The elements: C order, little-endian. It and what it gave are valid until the checkpoint is disposed. Thread-safe.</param>
internal sealed record CheckpointTensor(string Key, ElementType Type, IReadOnlyList<long> Shape, Func<ReadOnlySpan<byte>> Read)
{
    /// <summary>Number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, length) => product * length);
}
