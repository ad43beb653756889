using Grpc.Core;
using Grpc.Net.Client;

namespace StavisLive.Server.Nodes;

/// <summary>Connections to the servers of other machines: one for each, whoever uses it, closed some time after the last use. Thread-safe.</summary>
/// <remarks>They are as many as the cluster has addresses in use.</remarks>
/// <param name="handlers">Makes them.</param>
/// <param name="time">The clock.</param>
internal sealed class NodeConnections(NodeHandlerFactory handlers, TimeProvider time) : IDisposable
{
    // The largest map, its picture, and room to spare.
    private const int LargestMessage = 16 << 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<Uri, Entry> _entries = [];

    /// <summary>How long one is kept that nobody uses.</summary>
    public static TimeSpan KeptUnused { get; } = TimeSpan.FromMinutes(1);

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _entries.Count;
        }
    }

    /// <summary>The connection to a server; it opens with the first use.</summary>
    /// <param name="address">Base address of the server.</param>
    public NodeConnection Use(Uri address)
    {
        lock (_lock)
        {
            RemoveUnused();
            if (!_entries.TryGetValue(address, out var entry)) _entries.Add(address, entry = new Entry(address, handlers(address)));
            entry.Users++;
            return new NodeConnection(entry.Http, entry.Calls, () => Leave(entry));
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var entry in _entries.Values) entry.Dispose();
            _entries.Clear();
        }
    }

    private void Leave(Entry entry)
    {
        lock (_lock)
        {
            entry.Users--;
            entry.LeftAt = time.GetTimestamp();
        }
    }

    // Under the lock.
    private void RemoveUnused()
    {
        foreach (var (address, entry) in _entries)
        {
            if (entry.Users > 0 || time.GetElapsedTime(entry.LeftAt) < KeptUnused) continue;
            _entries.Remove(address);
            entry.Dispose();
        }
    }

    private sealed class Entry : IDisposable
    {
        private readonly GrpcChannel _channel;

        public Entry(Uri address, HttpMessageHandler handler)
        {
            Http = new HttpMessageInvoker(handler);
            // With the handler itself the channel would open connections in a way of its own, and wait long after one that failed.
            var client = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
            _channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions
            {
                HttpClient = client, DisposeHttpClient = true, MaxReceiveMessageSize = LargestMessage, ThrowOperationCanceledOnCancellation = true,
            });
            Calls = _channel.CreateCallInvoker();
        }

        public HttpMessageInvoker Http { get; }

        public CallInvoker Calls { get; }

        public int Users { get; set; }

        public long LeftAt { get; set; }

        public void Dispose()
        {
            _channel.Dispose();
            Http.Dispose();
        }
    }
}
