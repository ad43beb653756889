using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using StavisLive.Core.Diagnostics;

namespace StavisLive.Core.Configuration;

/// <summary>Puts secrets in their places in addresses: <c>${NAME}</c> is an environment variable, <c>${file:PATH}</c> a file's text.</summary>
/// <remarks>
/// Within an address a secret is percent-encoded, so that a password may hold any letters; one that is the whole address is taken
/// as it is. Every secret is hidden from then on, wherever it would be shown.
/// </remarks>
internal sealed partial class ConfigSecrets
{
    private const string FilePrefix = "file:";

    private readonly List<ConfigProblem> _problems = [];

    /// <summary>Fills the addresses of a configuration whose keys have been checked.</summary>
    /// <exception cref="ConfigException">Every secret that isn't there.</exception>
    public static void Fill(JsonObject root, ConfigLines lines)
    {
        var secrets = new ConfigSecrets();
        secrets.FillSource(root["source"], "source");
        if (root["sources"] is JsonArray streams)
        {
            for (var index = 0; index < streams.Count; index++) secrets.FillSource(streams[index]?["source"], $"sources[{index}].source");
        }
        if (secrets._problems.Count > 0) throw new ConfigException(secrets._problems, lines);
    }

    private void FillSource(JsonNode? source, string path)
    {
        if (source?["rtsp"]?.GetValue<string>() is not { } address) return;
        source["rtsp"] = Placeholder().Replace(address, place =>
        {
            var secret = Find(place.Groups[1].Value, path + ".rtsp");
            return place.Length == address.Length ? secret : Uri.EscapeDataString(secret);
        });
    }

    private string Find(string name, string key)
    {
        var secret = name.StartsWith(FilePrefix, StringComparison.Ordinal) ? ReadFile(name[FilePrefix.Length..], key) : ReadVariable(name, key);
        SafeAddress.Hide(secret);
        return secret;
    }

    private string ReadVariable(string name, string key)
    {
        if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value) return value;
        _problems.Add(new ConfigProblem(key, null, $"{key} needs the environment variable {name}, which is not set."));
        return "";
    }

    private string ReadFile(string path, string key)
    {
        try
        {
            // Editors end a file with a line's end; no password does.
            if (File.ReadAllText(path).TrimEnd('\r', '\n') is { Length: > 0 } value) return value;
            _problems.Add(new ConfigProblem(key, null, $"{key} needs the secret in the file {path}, which is empty."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            _problems.Add(new ConfigProblem(key, null, $"{key} needs the secret in the file {path}, which cannot be read: {e.Message}"));
        }
        return "";
    }

    [GeneratedRegex(@"\$\{([^{}]+)\}")]
    private static partial Regex Placeholder();
}
