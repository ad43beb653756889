using MQTTnet;
using MQTTnet.Protocol;

namespace StavisLive.Server.Events.Mqtt;

/// <summary>One connection to a broker, as long as it lasts.</summary>
internal sealed class MqttConnection : IAsyncDisposable
{
    // A broker that takes longer takes nothing more, for all that we know.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly MqttClientFactory Clients = new();

    private readonly IMqttClient _client;
    private readonly TimeProvider _time;

    // Never disposed: the client may tell of the loss while this is. It holds nothing but memory.
    private readonly CancellationTokenSource _lost = new();
    private string _reason = "it has closed the connection";

    private MqttConnection(IMqttClient client, TimeProvider time)
    {
        _client = client;
        _time = time;
        client.DisconnectedAsync += NoteLostAsync;
    }

    /// <summary>Cancelled when the connection is lost.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Connects.</summary>
    /// <param name="broker">To whom.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MqttRefusedException">It cannot be reached, isn't trusted or wants none of us.</exception>
    public static async Task<MqttConnection> OpenAsync(MqttBroker broker, TimeProvider time, CancellationToken cancellationToken)
    {
        string? mistrust = null;
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var connection = new MqttConnection(Clients.CreateMqttClient(), time);
        try
        {
            var options = broker.Connect(reason => mistrust = reason);
            var result = await connection._client.ConnectAsync(options, either.Token).ConfigureAwait(false);
            if (result.ResultCode is not MqttClientConnectResultCode.Success) throw MqttRefusedException.Of(result.ResultCode);
            return connection;
        }
        catch (Exception e)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            throw e switch
            {
                MqttRefusedException => e,
                _ when mistrust is not null => new MqttRefusedException(mistrust, isFinal: true, e),
                _ when limit.IsCancellationRequested => MqttRefusedException.Late(Patience, e),
                _ => new MqttRefusedException(e.GetBaseException().Message, isFinal: false, e),
            };
        }
    }

    /// <summary>Publishes a message, and waits until the broker has it.</summary>
    /// <exception cref="MqttRefusedException">The connection is lost.</exception>
    public async Task PublishAsync(string topic, ReadOnlyMemory<byte> message, bool isRetained, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, _time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, Lost, cancellationToken);
        try
        {
            await _client.PublishAsync(new MqttApplicationMessage
            {
                Topic = topic, Payload = new(message), Retain = isRetained, QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
            }, any.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw limit.IsCancellationRequested ? MqttRefusedException.Late(Patience, e) : Loss(e);
        }
    }

    /// <summary>Has the broker send messages of topics, what it keeps of them first.</summary>
    /// <param name="filters">Which topics.</param>
    /// <param name="received">Told of each; must neither wait nor throw.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MqttRefusedException">The connection is lost.</exception>
    public async Task SubscribeAsync(IEnumerable<string> filters, Action<MqttApplicationMessage> received, CancellationToken cancellationToken)
    {
        _client.ApplicationMessageReceivedAsync += message =>
        {
            received(message.ApplicationMessage);
            return Task.CompletedTask;
        };
        using var limit = new CancellationTokenSource(Patience, _time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, Lost, cancellationToken);
        try
        {
            var options = new MqttClientSubscribeOptions { TopicFilters = [.. filters.Select(filter => new MqttTopicFilterBuilder().WithTopic(filter).Build())] };
            await _client.SubscribeAsync(options, any.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw limit.IsCancellationRequested ? MqttRefusedException.Late(Patience, e) : Loss(e);
        }
    }

    /// <summary>What to fail with when the connection is lost.</summary>
    public MqttRefusedException Loss(Exception? cause = null) => new(_reason, isFinal: false, cause);

    /// <summary>Takes leave, so that the broker doesn't tell that we broke off.</summary>
    public Task LeaveAsync(CancellationToken cancellationToken) => _client.DisconnectAsync(new MqttClientDisconnectOptions(), cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _client.DisconnectedAsync -= NoteLostAsync;
        _client.Dispose();
        return default;
    }

    private async Task NoteLostAsync(MqttClientDisconnectedEventArgs lost)
    {
        if (lost.Exception is { } cause) _reason = cause.GetBaseException().Message;
        await _lost.CancelAsync().ConfigureAwait(false);
    }
}
