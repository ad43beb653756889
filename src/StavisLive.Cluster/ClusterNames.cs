namespace StavisLive.Cluster;

/// <summary>What parts of a cluster are called among each other.</summary>
internal static class ClusterNames
{
    /// <summary>The store of what grains keep, and their directory.</summary>
    public const string Store = "redis";
}
