using System.Collections.Concurrent;

namespace StavisLive.Server.Events.Mqtt;

/// <summary>What a broker keeps of ours: brought up to date, and taken away where it is of something that is no more.</summary>
internal sealed class MqttRetained
{
    // By topic; null where it may be another one than ours.
    private readonly Dictionary<string, byte[]?> _kept = [];
    private readonly ConcurrentDictionary<string, bool> _found = new();

    /// <summary>The connection is a new one: the broker may have forgotten, and somebody else may have been there.</summary>
    public void Doubt()
    {
        foreach (var topic in _kept.Keys.ToList()) _kept[topic] = null;
    }

    /// <summary>The broker keeps something, maybe of an earlier run. Thread-safe.</summary>
    public void Find(string topic) => _found.TryAdd(topic, true);

    /// <summary>What was found is ours, too: what of it is not wanted is taken away with the next update.</summary>
    public void AdoptFound()
    {
        foreach (var topic in _found.Keys) _kept.TryAdd(topic, null);
        _found.Clear();
    }

    /// <summary>Has the broker keep these messages and no others of ours.</summary>
    public async Task UpdateAsync(MqttConnection connection, IReadOnlyDictionary<string, byte[]> wanted, CancellationToken cancellationToken)
    {
        foreach (var topic in _kept.Keys.Where(topic => !wanted.ContainsKey(topic)).ToList())
        {
            await connection.PublishAsync(topic, default, isRetained: true, cancellationToken).ConfigureAwait(false);
            _kept.Remove(topic);
        }
        foreach (var (topic, message) in wanted)
        {
            if (_kept.GetValueOrDefault(topic) is { } kept && kept.AsSpan().SequenceEqual(message)) continue;
            _kept[topic] = null;
            await connection.PublishAsync(topic, message, isRetained: true, cancellationToken).ConfigureAwait(false);
            _kept[topic] = message;
        }
    }
}
