using StavisLive.Core.Diagnostics;

namespace StavisLive.Core.Configuration.Reading;

/// <summary>Secrets that a configuration names rather than holds, for configurations that go to other machines.</summary>
public static class NamedSecrets
{
    // Good as a password and as an address.
    private const string Sample = "secret";
    private const string SampleAddress = "rtsp://secret/";

    /// <summary>The environment variables that configurations have taken secrets from so far, which are no one else's business.</summary>
    public static IReadOnlySet<string> Variables => ConfigSecrets.Variables;

    /// <summary>What of a stream holds a secret in clear: a password that is not named by <c>${NAME}</c> or <c>${file:PATH}</c>.</summary>
    public static IEnumerable<ConfigProblem> Clear(StreamConfig stream)
    {
        foreach (var (key, address) in AddressesOf(stream))
        {
            if (address is not null && HoldsPassword(address))
            {
                yield return new(key, SafeAddress.Of(address),
                    $"{key} holds a password, which would be kept where others can read it: name it instead, by ${{NAME}} (an environment variable of each node) or ${{file:PATH}}.");
            }
        }
    }

    /// <summary>An address with its secrets in their places, for one that stands in no file.</summary>
    /// <param name="address">The address, with secrets by name.</param>
    /// <param name="key">What it is called in messages.</param>
    /// <exception cref="ConfigException">Every secret that isn't there.</exception>
    public static string Fill(string address, string key) => ConfigSecrets.Fill(address, key);

    /// <summary>The same stream with something harmless in the place of each secret, to be checked.</summary>
    public static StreamConfig WithSamples(StreamConfig stream) => stream with
    {
        Source = stream.Source with { Rtsp = WithSamples(stream.Source.Rtsp) },
        Outputs = stream.Outputs with
        {
            Restream = WithSamples(stream.Outputs.Restream),
            Foveate = stream.Outputs.Foveate with { Target = WithSamples(stream.Outputs.Foveate.Target) },
        },
    };

    private static IEnumerable<(string Key, string? Address)> AddressesOf(StreamConfig stream) =>
    [
        ("source.rtsp", stream.Source.Rtsp), ("outputs.restream", stream.Outputs.Restream), ("outputs.foveate.target", stream.Outputs.Foveate.Target),
    ];

    private static string? WithSamples(string? address) =>
        address is null ? null : ConfigSecrets.Replace(address, isWhole => isWhole ? SampleAddress : Sample);

    // What is hidden once the names are gone was no name.
    private static bool HoldsPassword(string address)
    {
        var rest = ConfigSecrets.Replace(address, _ => "");
        return SafeAddress.Of(rest).Replace(SafeAddress.Hidden, "", StringComparison.Ordinal) != rest;
    }
}
