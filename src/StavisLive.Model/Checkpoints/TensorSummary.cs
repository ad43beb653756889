namespace StavisLive.Model.Checkpoints;

/// <summary>One tensor of a file.</summary>
public sealed record TensorSummary(string Key, string DataType, IReadOnlyList<long> Shape);
