using StackExchange.Redis;

namespace StavisLive.Cluster.Redis;

/// <summary>The one connection of a process to the cluster's Redis. It comes back by itself when Redis does. Thread-safe.</summary>
internal sealed class RedisStore : IAsyncDisposable
{
    private readonly ConnectionMultiplexer _connection;

    private RedisStore(RedisAddress address, ConnectionMultiplexer connection)
    {
        Address = address;
        _connection = connection;
    }

    /// <summary>Where it is.</summary>
    public RedisAddress Address { get; }

    /// <summary>Connects.</summary>
    /// <exception cref="IOException">It cannot be reached, or doesn't let us in; for people.</exception>
    public static async Task<RedisStore> ConnectAsync(RedisAddress address)
    {
        try
        {
            return new RedisStore(address, await ConnectionMultiplexer.ConnectAsync(address.Options).ConfigureAwait(false));
        }
        catch (RedisConnectionException e)
        {
            throw new IOException($"The cluster's Redis at {address.Shown} cannot be used: {ReasonOf(e)}", e);
        }
    }

    /// <summary>Whether it is Redis that has failed: it has gone, or refuses what it is asked.</summary>
    public static bool IsFailure(Exception e) => e is RedisException or RedisTimeoutException;

    /// <summary>Why it cannot be used, for people.</summary>
    /// <param name="e">Its failure.</param>
    public IOException Unusable(Exception e) => new($"The cluster's Redis at {Address.Shown} cannot be used: {Failure.Said(e)}", e);

    /// <summary>Lends the connection to a part of Orleans.</summary>
    public Task<(IConnectionMultiplexer Multiplexer, bool IsShared)> LendAsync() => Task.FromResult<(IConnectionMultiplexer, bool)>((_connection, true));

    /// <summary>Whether Redis answers.</summary>
    public async Task<bool> AnswersAsync()
    {
        try
        {
            await _connection.GetDatabase().PingAsync().ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (Failure.IsOthers(e))
        {
            return false;
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    // What the library says is half a page; what went wrong stands innermost, or in the kind of failure.
    private static string ReasonOf(RedisConnectionException e) => e.FailureType switch
    {
        ConnectionFailureType.AuthenticationFailure when e.Message.Contains("NOAUTH", StringComparison.Ordinal) || e.Message.Contains("WRONGPASS", StringComparison.Ordinal) =>
            "it asks for another password; name the right one in the address, as ${NAME} or ${file:PATH} before the @.",
        ConnectionFailureType.AuthenticationFailure => "its certificate or password is not accepted.",
        _ => e.GetBaseException() is { } cause && cause != e ? cause.Message : "it does not answer.",
    };
}
