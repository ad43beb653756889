using StavisLive.Core.Configuration;

namespace StavisLive.Cluster.Nodes;

/// <summary>Who this node is, and what it can do.</summary>
/// <param name="config">What it was told.</param>
/// <param name="silo">The address of its run.</param>
internal sealed class NodeIdentity(ClusterConfig config, ILocalSiloDetails silo)
{
    private double _capacity;

    /// <summary>Its name.</summary>
    public string Name { get; } = NameOf(config);

    /// <summary>The address of its run.</summary>
    public string Silo { get; } = silo.SiloAddress.ToParsableString();

    /// <summary>Its labels.</summary>
    public IReadOnlyList<string> Labels { get; } = [.. config.Labels];

    /// <summary>Maps per second that it can give; 0 until it is ready.</summary>
    public double Capacity => Volatile.Read(ref _capacity);

    /// <summary>Whether it computes on CUDA.</summary>
    public bool HasCuda { get; private set; }

    /// <summary>The name that a node is given, or has of its machine.</summary>
    public static string NameOf(ClusterConfig config) => config.Name ?? Environment.MachineName;

    /// <summary>From now on it can run streams.</summary>
    public void Open(double capacity, bool hasCuda)
    {
        HasCuda = hasCuda;
        Volatile.Write(ref _capacity, capacity);
    }
}
