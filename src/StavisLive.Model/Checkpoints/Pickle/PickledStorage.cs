namespace StavisLive.Model.Checkpoints.Pickle;

/// <summary>A run of elements that tensors share.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Type">Element type.</param>
/// <param name="Count">Number of elements.</param>
/// <param name="RootOffset">First element within the named storage (legacy files have views of storages).</param>
internal sealed record PickledStorage(string Key, ElementType Type, long Count, long RootOffset);
