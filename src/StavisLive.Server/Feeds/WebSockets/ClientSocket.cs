using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using StavisLive.Server.Json;

namespace StavisLive.Server.Feeds.WebSockets;

/// <summary>Sends whole messages over a WebSocket, one after the other whoever sends them, and reads texts of bounded length.</summary>
/// <param name="socket">The socket; borrowed. Reads come from one caller.</param>
/// <param name="ending">The connection ends. A send that is under way is broken off by this alone: it takes the whole connection along.</param>
internal sealed class ClientSocket(WebSocket socket, CancellationToken ending) : IDisposable
{
    // Sixty-four subscriptions in one text, with room to spare.
    private const int LongestText = 16 << 10;

    private readonly SemaphoreSlim _sending = new(1);
    private readonly byte[] _received = new byte[LongestText];

    // Used by whoever sends.
    private readonly ArrayBufferWriter<byte> _head = new(1024);

    /// <summary>The next text; null once the client has closed. The memory is valid until the next read.</summary>
    /// <exception cref="InvalidDataException">It sent something else, or too much.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(_received.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (read.MessageType is WebSocketMessageType.Close) return null;
            length += read.Count;
            if (read.MessageType is not WebSocketMessageType.Text) throw new InvalidDataException("Messages to the server are texts.");
            if (read.EndOfMessage) return _received.AsMemory(0, length);
            if (length == _received.Length) throw new InvalidDataException($"A message has at most {LongestText} bytes.");
        }
    }

    /// <summary>Sends a text.</summary>
    public Task SendAsync<T>(T message, CancellationToken cancellationToken) =>
        SendTextAsync([JsonSerializer.SerializeToUtf8Bytes(message, ServerJson.Options)], cancellationToken);

    /// <summary>Sends a text that is there in parts, UTF-8.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="cancellationToken">Gives up while others send.</param>
    public async Task SendTextAsync(ReadOnlyMemory<byte>[] parts, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await SendPartsAsync(WebSocketMessageType.Text, parts).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Sends a binary message in parts.</summary>
    /// <param name="head">Writes what is this client's own, once it is its turn.</param>
    /// <param name="parts">What follows.</param>
    /// <param name="cancellationToken">Gives up while others send.</param>
    public async Task SendAsync(Action<IBufferWriter<byte>> head, ReadOnlyMemory<byte>[] parts, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _head.ResetWrittenCount();
            head(_head);
            await SendPartsAsync(WebSocketMessageType.Binary, [_head.WrittenMemory, .. parts]).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Says good-bye, if the client still listens.</summary>
    public async Task CloseAsync(WebSocketCloseStatus status, string reason, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(status, reason, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _sending.Dispose();

    private async Task SendPartsAsync(WebSocketMessageType type, ReadOnlyMemory<byte>[] parts)
    {
        for (var part = 0; part < parts.Length; part++)
            await socket.SendAsync(parts[part], type, endOfMessage: part == parts.Length - 1, ending).ConfigureAwait(false);
    }
}
