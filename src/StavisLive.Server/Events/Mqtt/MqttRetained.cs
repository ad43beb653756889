using System.Collections.Concurrent;

namespace StavisLive.Server.Events.Mqtt;

/// <summary>What a broker keeps of ours: brought up to date, and taken away where it is of something that is no more.</summary>
internal sealed class MqttRetained
{
    // By topic, of which source, none where that is not known; no message where it may be another one than ours.
    private readonly Dictionary<string, (string? Source, byte[]? Message)> _kept = [];
    private readonly ConcurrentDictionary<string, string?> _found = new();

    /// <summary>Sources of which the broker keeps something of ours.</summary>
    public IReadOnlySet<string> Sources => _kept.Values.Select(kept => kept.Source).OfType<string>().ToHashSet();

    /// <summary>The connection is a new one: the broker may have forgotten, and somebody else may have been there.</summary>
    public void Doubt()
    {
        foreach (var (topic, kept) in _kept.ToList()) _kept[topic] = (kept.Source, null);
    }

    /// <summary>The broker keeps something, maybe of an earlier run. Thread-safe.</summary>
    /// <param name="topic">Where.</param>
    /// <param name="source">Of which source; null where that is not known.</param>
    public void Find(string topic, string? source) => _found.TryAdd(topic, source);

    /// <summary>What was found is ours, too, unless it may be another machine's: what of it is not wanted is taken away with the next update.</summary>
    public void AdoptFound(Func<string?, bool> isOthers)
    {
        foreach (var found in _found.Where(entry => !isOthers(entry.Value)))
        {
            _kept.TryAdd(found.Key, (found.Value, null));
            _found.TryRemove(found);
        }
    }

    /// <summary>Has the broker keep these messages and no others of ours.</summary>
    /// <param name="connection">The broker.</param>
    /// <param name="wanted">The messages by topic, each of a source.</param>
    /// <param name="isOthers">Whether another machine may tell of a source now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task UpdateAsync(
        MqttConnection connection, IReadOnlyDictionary<string, (string Source, byte[] Message)> wanted, Func<string?, bool> isOthers, CancellationToken cancellationToken)
    {
        foreach (var (topic, kept) in _kept.Where(entry => !wanted.ContainsKey(entry.Key)).ToList())
        {
            if (isOthers(kept.Source))
            {
                // It is taken away when nobody has that source any more, or told anew when it is back.
                _kept[topic] = (kept.Source, null);
                continue;
            }
            await connection.PublishAsync(topic, default, isRetained: true, cancellationToken).ConfigureAwait(false);
            _kept.Remove(topic);
        }
        await KeepAsync(connection, wanted, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Has the broker keep these messages; of others it keeps what it has.</summary>
    /// <param name="connection">The broker.</param>
    /// <param name="wanted">The messages by topic, each of a source.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task KeepAsync(
        MqttConnection connection, IReadOnlyDictionary<string, (string Source, byte[] Message)> wanted, CancellationToken cancellationToken)
    {
        foreach (var (topic, (source, message)) in wanted)
        {
            if (_kept.TryGetValue(topic, out var kept) && kept.Message.AsSpan().SequenceEqual(message)) continue;
            _kept[topic] = (source, null);
            await connection.PublishAsync(topic, message, isRetained: true, cancellationToken).ConfigureAwait(false);
            _kept[topic] = (source, message);
        }
    }
}
