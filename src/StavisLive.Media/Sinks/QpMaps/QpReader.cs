using System.Net.Sockets;
using System.Threading.Channels;

namespace StavisLive.Media.Sinks.QpMaps;

/// <summary>One who reads QP maps from a socket, behind a bounded queue. Owns its connection.</summary>
internal sealed class QpReader : IAsyncDisposable
{
    // Two and a half seconds of 25 pictures a second. A record that comes again for frames that were lost counts once: its reader did not lose them.
    private const int Capacity = 64;

    // Whoever takes nothing for so long will take nothing any more; offline nobody may hold up the run's end for longer, either.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan OfflinePatience = TimeSpan.FromSeconds(30);

    private readonly Socket _connection;
    private readonly Channel<(byte[] Record, long Count)> _records = Channel.CreateBounded<(byte[], long)>(new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true });
    private readonly Task _sending;

    public QpReader(Socket connection)
    {
        _connection = connection;
        _sending = SendAsync();
    }

    /// <summary>Whether it was disconnected because it was too slow.</summary>
    public bool IsTooSlow { get; private set; }

    /// <summary>Queues a record, so many times; false where it has gone, or has no room.</summary>
    public bool TryTake(byte[] record, long count)
    {
        if (_records.Writer.TryWrite((record, count))) return true;
        IsTooSlow = !_sending.IsCompleted;
        return false;
    }

    /// <summary>The same, waiting for room.</summary>
    public async ValueTask<bool> TakeAsync(byte[] record, long count)
    {
        try
        {
            await _records.Writer.WriteAsync((record, count)).AsTask().WaitAsync(OfflinePatience).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            IsTooSlow = true;
            return false;
        }
        catch (ChannelClosedException)
        {
            return false;
        }
    }

    /// <summary>Sends what is queued, and ends the connection.</summary>
    public async ValueTask CompleteAsync()
    {
        _records.Writer.TryComplete();
        await Task.WhenAny(_sending, Task.Delay(Patience)).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _records.Writer.TryComplete();
        _connection.Dispose();
        await _sending.ConfigureAwait(false);
    }

    private async Task SendAsync()
    {
        try
        {
            await foreach (var (record, count) in _records.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                for (var sent = 0L; sent < count; sent++) await SendAsync(record).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has gone, or was disconnected: whoever writes next sees it.
        }
        _records.Writer.TryComplete();
    }

    private async Task SendAsync(ReadOnlyMemory<byte> record)
    {
        while (!record.IsEmpty) record = record[await _connection.SendAsync(record).ConfigureAwait(false)..];
    }
}
