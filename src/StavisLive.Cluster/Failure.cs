namespace StavisLive.Cluster;

/// <summary>Failures that happen when others are away: nodes, Redis, the network between them. They pass by themselves.</summary>
internal static class Failure
{
    /// <summary>Whether it is one. What was asked of Redis is cancelled when the connection to it breaks.</summary>
    public static bool IsOthers(Exception e) =>
        e is OrleansException or TimeoutException or IOException or StackExchange.Redis.RedisException or ObjectDisposedException or OperationCanceledException;

    /// <summary>What went wrong, in one line for people.</summary>
    public static string Said(Exception e) => e.GetBaseException().Message.Split('\n')[0].TrimEnd();
}
