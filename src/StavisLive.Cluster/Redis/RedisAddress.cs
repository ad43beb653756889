using StackExchange.Redis;
using StavisLive.Core.Configuration;
using StavisLive.Core.Diagnostics;

namespace StavisLive.Cluster.Redis;

/// <summary>The Redis that holds a cluster together, and which of the clusters that share it.</summary>
/// <param name="Options">How to connect.</param>
/// <param name="ClusterName">Name of the cluster.</param>
/// <param name="Shown">The address as it may be shown.</param>
internal sealed record RedisAddress(ConfigurationOptions Options, string ClusterName, string Shown)
{
    private const int UsualPort = 6379;
    private const string UsualName = "stavis-live";

    // What is asked of Redis takes a millisecond; what takes longer than this fails, and is asked again.
    private const int AnswerMilliseconds = 1500;
    private const int ConnectMilliseconds = 5000;
    private const int RetryMilliseconds = 500;

    /// <summary>Reads the address of a configuration that has been checked.</summary>
    /// <exception cref="ConfigException">There is none, or its authority cannot be read.</exception>
    public static RedisAddress Of(ClusterConfig config)
    {
        var text = config.Address ?? throw new ConfigException("`cluster.address` is missing: give the address of the cluster's Redis, such as redis://host:6379.");
        var uri = new Uri(SafeAddress.Escape(text));
        var user = uri.UserInfo.Split(':', 2);
        var options = new ConfigurationOptions
        {
            EndPoints = { { uri.Host.Trim('[', ']'), uri.Port > 0 ? uri.Port : UsualPort } },
            Ssl = uri.Scheme == "rediss",
            SslHost = uri.Host,
            User = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null,
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            ClientName = "stavis-live",
            ConnectTimeout = ConnectMilliseconds,
            AsyncTimeout = AnswerMilliseconds,
            SyncTimeout = AnswerMilliseconds,
            ReconnectRetryPolicy = new LinearRetry(RetryMilliseconds),
            // What waits for a Redis that is away would be old when that is back.
            BacklogPolicy = BacklogPolicy.FailFast,
        };
        if (options.Ssl && config.Authority is { } authority) Trust(options, authority);
        var name = uri.AbsolutePath.Trim('/');
        return new RedisAddress(options, name.Length > 0 ? Uri.UnescapeDataString(name) : UsualName, SafeAddress.Of(text));
    }

    private static void Trust(ConfigurationOptions options, string authority)
    {
        try
        {
            options.TrustIssuer(authority);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw new ConfigException($"`cluster.authority` names {authority}, which is no certificate that can be read: {e.Message}");
        }
    }
}
