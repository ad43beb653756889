using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using MQTTnet;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Events.Mqtt;

/// <summary>Somebody who listens to everything at a broker.</summary>
internal sealed class MqttObserver : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly ConcurrentQueue<MqttApplicationMessage> _messages = new();

    private MqttObserver() => _client.ApplicationMessageReceivedAsync += received =>
    {
        _messages.Enqueue(received.ApplicationMessage);
        return Task.CompletedTask;
    };

    /// <summary>What came, in order: topic and text.</summary>
    public IReadOnlyList<(string Topic, string Text)> Messages => [.. _messages.Select(message => (message.Topic, TextOf(message)))];

    /// <summary>Listens from now on, and to what the broker keeps.</summary>
    public static async Task<MqttObserver> StartAsync(int port, Action<MqttClientOptionsBuilder>? more = null)
    {
        var observer = new MqttObserver();
        var options = new MqttClientOptionsBuilder().WithTcpServer("localhost", port);
        more?.Invoke(options);
        await observer._client.ConnectAsync(options.Build());
        await observer._client.SubscribeAsync("#");
        return observer;
    }

    /// <summary>The newest message of a topic; null where there is none.</summary>
    public string? Newest(string topic) => _messages.LastOrDefault(message => message.Topic == topic) is { } message ? TextOf(message) : null;

    /// <summary>The newest message of a topic as JSON, as soon as there is one.</summary>
    public async Task<JsonElement> JsonAsync(string topic)
    {
        await UntilAsync(topic, text => text.Length > 0);
        return JsonSerializer.Deserialize<JsonElement>(Newest(topic)!);
    }

    /// <summary>Waits until the newest message of a topic is as it should be.</summary>
    public Task UntilAsync(string topic, Func<string, bool> holds) =>
        Eventually.HoldsAsync(() => Newest(topic) is { } text && holds(text), () => $"{topic}: {Newest(topic)}; there are {string.Join(' ', _messages.Select(message => message.Topic).Distinct())}");

    /// <summary>Has the broker keep a message.</summary>
    public Task KeepAsync(string topic, string text) => _client.PublishStringAsync(topic, text, retain: true);

    public async ValueTask DisposeAsync()
    {
        if (_client.IsConnected) await _client.DisconnectAsync(new MqttClientDisconnectOptions(), CancellationToken.None);
        _client.Dispose();
    }

    private static string TextOf(MqttApplicationMessage message) => Encoding.UTF8.GetString(message.Payload.ToArray());
}
