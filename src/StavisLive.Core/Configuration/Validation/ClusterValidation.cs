using System.Net;
using StavisLive.Core.Configuration.Serving;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Media;

namespace StavisLive.Core.Configuration.Validation;

/// <summary>Checks what a node of a cluster was told, and what sources ask of nodes.</summary>
internal static class ClusterValidation
{
    // Ten times what the fastest single machine is known to give.
    private const double MostCapacity = 1_000_000;

    /// <summary>Everything that is wrong with a node, by key.</summary>
    public static IEnumerable<ConfigProblem> Problems(ClusterConfig cluster)
    {
        if (cluster.Address is { } address && !IsRedis(address))
        {
            yield return new("cluster.address", SafeAddress.Of(address),
                $"`cluster.address` expects the address of a Redis such as redis://host:6379, or rediss://:PASSWORD@host:6380 with TLS, not \"{SafeAddress.Of(address)}\".");
        }
        if (cluster.Name is { } name && !StreamName.IsGood(name))
            yield return new("cluster.name", name, $"`cluster.name` must be 1 to {StreamName.MostLetters} letters, digits, dots, underscores, dashes or blanks, not \"{name}\".");
        if (cluster.Listen is { } listen && ListenProblem(listen) is { } problem) yield return new("cluster.listen", listen, problem);
        if (cluster.Capacity is <= 0 or > MostCapacity or double.NaN)
            yield return ConfigProblem.Of("cluster.capacity", cluster.Capacity, $"`cluster.capacity` must be more than 0 and at most {MostCapacity} maps per second, or left out to be measured, not {cluster.Capacity}.");
        if ((cluster.Certificate is null) != (cluster.Key is null) || (cluster.Certificate is not null && cluster.Authority is null))
            yield return new("cluster.certificate", cluster.Certificate, "`cluster.certificate`, `cluster.key` and `cluster.authority` go together: give all three, or only the last.");
        foreach (var labelProblem in LabelProblems(cluster.Labels, "cluster.labels")) yield return labelProblem;
    }

    /// <summary>Everything that is wrong with what a source asks of nodes, by key.</summary>
    public static IEnumerable<ConfigProblem> Problems(PlacementConfig placement)
    {
        foreach (var (index, node) in placement.Nodes.Index())
        {
            if (!StreamName.IsGood(node)) yield return new($"placement.nodes[{index}]", node, $"placement.nodes names nodes; none is called \"{node}\".");
        }
        foreach (var problem in LabelProblems(placement.Labels, "placement.labels")) yield return problem;
    }

    private static string? ListenProblem(string listen) => ServeAddress.Parse(listen) switch
    {
        null => $"`cluster.listen` expects a port such as 11111, or an address of this machine with one such as 10.0.0.5:11111, not \"{listen}\".",
        { IsEverywhere: true } =>
            $"`cluster.listen` is the address at which other nodes find this one, such as 10.0.0.5:11111, so it can't be all of them, \"{listen}\"; "
            + "a port alone takes the address that leads to Redis.",
        { Port: IPEndPoint.MaxPort } => $"`cluster.listen` takes the port after its own as well, so that must be {IPEndPoint.MaxPort - 1} or less, not \"{listen}\".",
        _ => null,
    };

    private static IEnumerable<ConfigProblem> LabelProblems(ValueList<string> labels, string key)
    {
        foreach (var (index, label) in labels.Index())
        {
            if (string.IsNullOrWhiteSpace(label) || label.Length > StreamName.MostLetters || label.Any(char.IsControl))
                yield return new($"{key}[{index}]", label, $"{key} are words of 1 to {StreamName.MostLetters} letters such as site=north, not \"{label}\".");
        }
    }

    private static bool IsRedis(string address) =>
        Uri.TryCreate(SafeAddress.Escape(address), UriKind.Absolute, out var uri) && uri.Scheme is "redis" or "rediss" && uri.Host.Length > 0;
}
