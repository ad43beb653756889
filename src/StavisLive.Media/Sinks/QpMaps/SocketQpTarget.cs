using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Sinks;
using StavisLive.Media.Files;

namespace StavisLive.Media.Sinks.QpMaps;

/// <summary>Records for whoever connects to a socket of this machine, from the moment at which they do.</summary>
/// <remarks>
/// Live nobody is waited for: a reader that falls too far behind is disconnected, since with records left out no reader could tell which
/// picture is which. Offline the run begins with the first reader, and waits for all of them.
/// </remarks>
/// <param name="path">The socket's place.</param>
/// <param name="log">Told of readers that come and go.</param>
internal sealed partial class SocketQpTarget(string path, ILogger log) : IQpTarget
{
    private const int MostReaders = 8;

    // Before the next try to take a reader: what keeps it from one does not pass at once.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly List<QpReader> _readers = [];
    private readonly TaskCompletionSource _firstReader = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Socket? _socket;
    private Task _accepting = Task.CompletedTask;
    private bool _isLive;
    private volatile bool _isClosed;

    /// <summary>What takes the next reader.</summary>
    internal Func<Socket, Task<Socket>> Accept { get; init; } = socket => socket.AcceptAsync();

    /// <inheritdoc />
    public async Task OpenAsync(bool isLive, CancellationToken cancellationToken)
    {
        _isLive = isLive;
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            var address = new UnixDomainSocketEndPoint(path);
            RemoveAbandoned(address);
            socket.Bind(address);
            // The records tell where somebody looks: nobody else's.
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            socket.Listen(MostReaders);
        }
        catch (Exception e) when (e is SocketException or ArgumentException || OutputFile.IsOfTheSystem(e))
        {
            socket.Dispose();
            throw new SinkException($"`outputs.qpMaps`: there can be no socket at {path}: {e.Message}", e);
        }
        _socket = socket;
        _accepting = AcceptAsync(socket);
        if (isLive) return;
        LogWaits(log, path);
        await _firstReader.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask WriteAsync(byte[] record, long count)
    {
        QpReader[] readers;
        lock (_lock) readers = [.. _readers];
        foreach (var reader in readers)
        {
            if (_isLive ? reader.TryTake(record, count) : await reader.TakeAsync(record, count).ConfigureAwait(false)) continue;
            lock (_lock) _readers.Remove(reader);
            await reader.DisposeAsync().ConfigureAwait(false);
            LogGone(log, path, reader.IsTooSlow ? "it was too slow" : "it closed the connection");
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_socket is null) return;
        _isClosed = true;
        _socket.Dispose();
        await _accepting.ConfigureAwait(false);
        foreach (var reader in _readers) await reader.CompleteAsync().ConfigureAwait(false);
        File.Delete(path);
    }

    // A run that was killed leaves its socket behind; one on which somebody answers is in use.
    private void RemoveAbandoned(UnixDomainSocketEndPoint address)
    {
        if (!File.Exists(path)) return;
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(address);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused && !FilePlace.IsPlain(path))
        {
            File.Delete(path);
            return;
        }
        catch (SocketException)
        {
            // Some other file: binding says so.
            return;
        }
        throw new IOException("another program listens there");
    }

    private async Task AcceptAsync(Socket socket)
    {
        var wasTold = false;
        while (!_isClosed)
        {
            try
            {
                var connection = await Accept(socket).ConfigureAwait(false);
                wasTold = false;
                if (Add(connection)) LogCame(log, path);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                if (_isClosed) return;
                // This process may have too many files open: readers come again once it has fewer.
                if (!wasTold) LogNoReader(log, path, e.Message);
                wasTold = true;
                await Task.Delay(Pause, TimeProvider.System).ConfigureAwait(false);
            }
        }
    }

    private bool Add(Socket connection)
    {
        lock (_lock)
        {
            if (_readers.Count == MostReaders)
            {
                connection.Dispose();
                LogFull(log, path, MostReaders);
                return false;
            }
            _readers.Add(new QpReader(connection));
        }
        _firstReader.TrySetResult();
        return true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "QP maps wait for somebody who reads {Path}")]
    private static partial void LogWaits(ILogger log, string path);

    [LoggerMessage(Level = LogLevel.Information, Message = "QP maps are read from {Path}")]
    private static partial void LogCame(ILogger log, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A reader of {Path} gets no more QP maps: {Reason:l}")]
    private static partial void LogGone(ILogger log, string path, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No reader of {Path} can be taken for now, which is tried again: {Reason:l}")]
    private static partial void LogNoReader(ILogger log, string path, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A reader of {Path} was refused: there are {Most} already")]
    private static partial void LogFull(ILogger log, string path, int most);
}
