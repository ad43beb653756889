using StavisLive.Model.Network;

namespace StavisLive.Model.Checkpoints;

/// <summary>What is in a file of weights.</summary>
/// <param name="Format">File format.</param>
/// <param name="Variant">The network; null where the tensors are not those of one.</param>
/// <param name="VariantSource">How the variant is known, or why it is not.</param>
/// <param name="ParameterCount">Floating-point values, running statistics included.</param>
/// <param name="Metadata">What the file says of itself.</param>
/// <param name="Tensors">Every tensor, in the file's order.</param>
public sealed record WeightsSummary(
    string Format,
    NetworkVariant? Variant,
    string VariantSource,
    long ParameterCount,
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyList<TensorSummary> Tensors);

/// <summary>One tensor of a file.</summary>
public sealed record TensorSummary(string Key, string DataType, IReadOnlyList<long> Shape);
