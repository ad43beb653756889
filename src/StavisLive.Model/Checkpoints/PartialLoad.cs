namespace StavisLive.Model.Checkpoints;

/// <summary>What <see cref="PartialWeights"/> took from a file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Taken">Keys of the network that have the file's values now.</param>
/// <param name="Left">Tensors of the file that were not used, each with the reason.</param>
/// <param name="Untouched">Keys of the network that the file doesn't cover.</param>
public sealed record PartialLoad(string Path, IReadOnlyList<string> Taken, IReadOnlyList<string> Left, IReadOnlyList<string> Untouched);
