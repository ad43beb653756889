namespace StavisLive.Cluster.Placement;

/// <summary>A node that streams may be on, and what it has left.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Capacity">Maps per second that it can give.</param>
/// <param name="Load">Maps per second that its streams want.</param>
/// <param name="HasCuda">Whether it computes on CUDA.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Closed">Why nothing can begin on it at the moment, for people; null where it can. What runs there goes on.</param>
internal sealed record NodeRoom(string Name, double Capacity, double Load, bool HasCuda, IReadOnlyList<string> Labels, string? Closed = null)
{
    /// <summary>Maps per second that are left; negative where its streams want more than it can give.</summary>
    public double Left => Capacity - Load;

    /// <summary>Share of its capacity that is wanted.</summary>
    public double Share => Load / Capacity;
}
