namespace StavisLive.Cluster.Contracts;

/// <summary>A node, as the wall sees it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State"><c>starting</c>: it is not ready for streams yet; <c>up</c>, <c>draining</c>, <c>silent</c>: nothing was heard of it lately.</param>
/// <param name="Address">Base address of its server; null where it has none.</param>
/// <param name="Capacity">Maps per second that it can give.</param>
/// <param name="Load">Maps per second that its streams want.</param>
/// <param name="Streams">How many run on it.</param>
/// <param name="HasCuda">Whether it computes on CUDA.</param>
/// <param name="Labels">Its labels.</param>
[GenerateSerializer, Alias("stavis.node-status")]
public sealed record NodeStatus(
    string Name, string State, string? Address, double Capacity, double Load, int Streams, bool HasCuda, IReadOnlyList<string> Labels);
