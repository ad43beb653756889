using System.Globalization;
using System.Text.RegularExpressions;

namespace StavisLive.Server.Events.Mqtt;

/// <summary>Where everything is published.</summary>
/// <param name="root">What all topics begin with.</param>
/// <param name="discovery">What Home Assistant's begin with; null: it is not told.</param>
/// <param name="machine">What this machine is called in its cluster, which tells of its sources under the same topics; null outside one.</param>
internal sealed partial class MqttTopics(string root, string? discovery, string? machine = null)
{
    /// <summary>Whether the program is there: <c>online</c> or <c>offline</c>.</summary>
    public string Available => machine is null ? $"{root}/available" : $"{root}/available/{Plain(machine)}";

    /// <summary>Every source's state, for a subscription.</summary>
    public string AnyState => State("+");

    /// <summary>All that Home Assistant was told by this program, also in an earlier run, for a subscription; null where it is told nothing.</summary>
    public string? AnyConfig => discovery is null ? null : $"{discovery}/+/{Node}/+/config";

    /// <summary>What this program is called in Home Assistant, together with those that have the same topic.</summary>
    public string Node => Plain(root);

    /// <summary>How a source is.</summary>
    public string State(string source) => $"{root}/{source}/state";

    /// <summary>How a source does.</summary>
    public string Stats(string source) => $"{root}/{source}/stats";

    /// <summary>What happens at a source.</summary>
    public string Event(string source) => $"{root}/{source}/event";

    /// <summary>A source's newest picture.</summary>
    public string Image(string source) => $"{root}/{source}/image";

    /// <summary>Where Home Assistant is told of something it shows.</summary>
    /// <param name="component">What it is there, such as <c>sensor</c>.</param>
    /// <param name="name">Its name, unique within this program, of the letters that <see cref="Plain"/> leaves.</param>
    public string Config(string component, string name) => $"{discovery}/{component}/{Node}/{name}/config";

    /// <summary>The source that something kept is of; null where that is not known.</summary>
    /// <param name="topic">One that a subscription to <see cref="AnyState"/> or <see cref="AnyConfig"/> brings.</param>
    public static string? SourceOf(string topic) => topic.Split('/') switch
    {
        // Whether a machine of the name "state" is there is told here, too.
        [.., "available", "state"] => null,
        [.., var source, "state"] => source,
        [.., var name, "config"] when Device().Match(name) is { Success: true } device => NameOf(device.Groups["source"].Value),
        _ => null,
    };

    /// <summary>A name of ASCII letters, digits, dashes and underscores, all that Home Assistant takes; two names never become the same.</summary>
    public static string Plain(string name) =>
        Foreign().Replace(name, letter => "_" + ((int)letter.Value[0]).ToString("x", CultureInfo.InvariantCulture) + "_");

    // The name that became this one.
    private static string NameOf(string plain) => Escape().Replace(
        plain, letter => ((char)int.Parse(letter.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    [GeneratedRegex("[^A-Za-z0-9-]")]
    private static partial Regex Foreign();

    // Behind the source's name, plain, stands a word that is no hexadecimal number.
    [GeneratedRegex("^(?<source>(?:[A-Za-z0-9-]|_[0-9a-f]+_)+)_[a-z]")]
    private static partial Regex Device();

    [GeneratedRegex("_([0-9a-f]+)_")]
    private static partial Regex Escape();
}
