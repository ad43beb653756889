namespace StavisLive.Cluster;

/// <summary>Whether the process runs in a pod that says so as <c>deploy/helm</c> does.</summary>
internal static class KubernetesPod
{
    /// <summary>What Orleans' own hosting asks of a pod's environment is there.</summary>
    public static bool IsHere => new[] { "KUBERNETES_SERVICE_HOST", "POD_NAME", "POD_NAMESPACE", "POD_IP", "ORLEANS_SERVICE_ID", "ORLEANS_CLUSTER_ID" }
        .All(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 });
}
