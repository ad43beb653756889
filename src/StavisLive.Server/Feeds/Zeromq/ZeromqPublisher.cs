using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration.Serving;
using StavisLive.Server.Kestrel;

namespace StavisLive.Server.Feeds.Zeromq;

/// <summary>The port that everything is published on. Nobody waits for a subscriber.</summary>
internal sealed class ZeromqPublisher : IAsyncDisposable
{
    private const string Scheme = "tcp://";

    private const int MostSubscribers = 64;
    private const int MostSubscribersOfOne = MostSubscribers / 2;

    // What a machine has no more of may be there again soon.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Socket _listener;
    private readonly AddressShares _shares;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<ZeromqSubscriber, Task> _subscribers = [];
    private readonly Task _accepting;

    /// <param name="address">Where subscribers connect to, <c>tcp://HOST:PORT</c>.</param>
    /// <param name="log">Told that there is no room for more of them.</param>
    /// <exception cref="IOException">It cannot be had.</exception>
    public ZeromqPublisher(string address, ILogger log)
    {
        _shares = new AddressShares("Connections", MostSubscribers, MostSubscribersOfOne, TimeProvider.System, log);
        try
        {
            _listener = Listen(address);
        }
        catch (SocketException e)
        {
            throw new IOException($"`publish.zeromq`: {address} cannot be listened on: {ReasonOf(e)}", e);
        }
        Address = Scheme + _listener.LocalEndPoint;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    /// <summary>Whether anybody gets what is published under a topic.</summary>
    public bool Wants(ZeromqTopic topic)
    {
        lock (_subscribers)
        {
            // Asked of every map: nothing is made for it.
            foreach (var subscriber in _subscribers.Keys)
            {
                if (subscriber.Wants(topic)) return true;
            }
            return false;
        }
    }

    /// <summary>Publishes a message. Never waits.</summary>
    public void Send(ZeromqMessage message)
    {
        lock (_subscribers)
        {
            foreach (var subscriber in _subscribers.Keys) subscriber.Offer(message);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        Task[] serving;
        lock (_subscribers) serving = [.. _subscribers.Values];
        await Task.WhenAll(serving).ConfigureAwait(false);
        _stop.Dispose();
    }

    private static Socket Listen(string address)
    {
        var place = ServeAddress.Parse(address[Scheme.Length..])
            ?? throw new IOException($"`publish.zeromq`: {address} is no address such as tcp://127.0.0.1:5556.");
        var host = place.Host == "*" ? IPAddress.Any
            : IPAddress.TryParse(place.Host, out var ip) ? ip : Dns.GetHostAddresses(place.Host, AddressFamily.InterNetwork)[0];
        var listener = new Socket(host.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(host, place.Port));
            listener.Listen();
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    private static string ReasonOf(SocketException e) => e.SocketErrorCode == SocketError.AddressAlreadyInUse
        ? "another program has that port; stop it, or name another."
        : $"{e.Message.TrimEnd('.')}.";

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Serve(await _listener.AcceptAsync(_stop.Token).ConfigureAwait(false));
            }
            catch (SocketException)
            {
                await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Serve(Socket socket)
    {
        if (_shares.TryEnter(socket.RemoteEndPoint) is not { } place)
        {
            socket.Dispose();
            return;
        }
        var connection = new NetworkStream(socket, ownsSocket: true);
        var subscriber = new ZeromqSubscriber(connection);
        lock (_subscribers) _subscribers.Add(subscriber, Task.Run(() => ServeAsync(subscriber, connection, place)));
    }

    private async Task ServeAsync(ZeromqSubscriber subscriber, NetworkStream connection, IPAddress place)
    {
        await using (connection.ConfigureAwait(false)) await subscriber.RunAsync(_stop.Token).ConfigureAwait(false);
        lock (_subscribers) _subscribers.Remove(subscriber);
        _shares.Leave(place);
    }
}
