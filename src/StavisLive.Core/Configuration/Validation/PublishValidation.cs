using StavisLive.Core.Configuration.Publishing;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Diagnostics;

namespace StavisLive.Core.Configuration.Validation;

/// <summary>Checks where maps and events are to go.</summary>
internal static class PublishValidation
{
    /// <summary>Everything that is wrong, by key.</summary>
    public static IEnumerable<ConfigProblem> Problems(PublishConfig publish) =>
        MqttProblems(publish.Mqtt).Concat(WebhookProblems(publish)).Concat(FeedProblems(publish));

    private static IEnumerable<ConfigProblem> MqttProblems(MqttConfig mqtt)
    {
        if (mqtt.Address is { } address && !(HasScheme(address, "mqtt", "mqtts") && HasHost(address)))
            yield return new("publish.mqtt.address", SafeAddress.Of(address), $"publish.mqtt.address expects an address such as mqtt://host:1883 or mqtts://user:password@host:8883, not \"{SafeAddress.Of(address)}\".");
        // Wildcards mean something in what is subscribed to, not in what is published.
        if (mqtt.Topic.Length == 0 || mqtt.Topic.AsSpan().ContainsAny("+#\0") || mqtt.Topic.StartsWith('/') || mqtt.Topic.EndsWith('/'))
            yield return new("publish.mqtt.topic", mqtt.Topic, $"publish.mqtt.topic must be a topic without +, # and slashes at its ends, not \"{mqtt.Topic}\".");
        if (mqtt.Discovery is { } discovery && (discovery.Length == 0 || discovery.AsSpan().ContainsAny("+#\0") || discovery.StartsWith('/') || discovery.EndsWith('/')))
            yield return new("publish.mqtt.discovery", discovery, $"publish.mqtt.discovery must be a topic without +, # and slashes at its ends, or null, not \"{discovery}\".");
        if (!(mqtt.Interval is >= 1 and <= 3600))
            yield return ConfigProblem.Of("publish.mqtt.interval", mqtt.Interval, $"publish.mqtt.interval must be 1 to 3600 seconds, not {mqtt.Interval}.");
        if (mqtt.CaFile is "") yield return new("publish.mqtt.caFile", "", "publish.mqtt.caFile must be a path, or left out; it is empty.");
    }

    private static IEnumerable<ConfigProblem> WebhookProblems(PublishConfig publish)
    {
        foreach (var (index, hook) in publish.Webhooks.Index())
        {
            if (!HasScheme(hook.Url, "http", "https") || !HasHost(hook.Url))
                yield return new($"publish.webhooks[{index}].url", SafeAddress.Of(hook.Url), $"publish.webhooks[{index}].url expects an address such as https://host/path, not \"{SafeAddress.Of(hook.Url)}\".");
            if (hook.Secret is { Length: < ServeValidation.LeastSecret })
                yield return new($"publish.webhooks[{index}].secret", null, $"publish.webhooks[{index}].secret has {hook.Secret.Length} letters; give it at least {ServeValidation.LeastSecret} (openssl rand -base64 24 makes one).");
            foreach (var (place, kind) in hook.Events.Index())
            {
                if (!EventKind.All.Contains(kind))
                    yield return new($"publish.webhooks[{index}].events[{place}]", kind, $"publish.webhooks[{index}].events[{place}] is one of {string.Join(", ", EventKind.All)}, not \"{kind}\".");
            }
        }
    }

    private static IEnumerable<ConfigProblem> FeedProblems(PublishConfig publish)
    {
        if (publish.SharedMemory is { } name && !StreamName.IsGood(name))
            yield return new("publish.sharedMemory", name, $"publish.sharedMemory must be a name of 1 to {StreamName.MostLetters} letters, digits, dots, underscores, dashes or blanks, not \"{name}\".");
        if (publish.Zeromq is { } address && !HasScheme(address, "tcp"))
            yield return new("publish.zeromq", address, $"publish.zeromq expects an address such as tcp://127.0.0.1:5556, not \"{address}\".");
    }

    // As those who call it will read it.
    private static bool HasHost(string address) => Uri.TryCreate(SafeAddress.Escape(address), UriKind.Absolute, out var uri) && uri.Host.Length > 0;

    private static bool HasScheme(string address, params ReadOnlySpan<string> schemes)
    {
        foreach (var scheme in schemes)
        {
            if (address.StartsWith(scheme + "://", StringComparison.OrdinalIgnoreCase) && address.Length > scheme.Length + "://".Length) return true;
        }
        return false;
    }
}
