using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using StavisLive.Core.Diagnostics;

namespace StavisLive.Core.Configuration.Reading;

/// <summary>Puts secrets in their places in addresses and tokens: <c>${NAME}</c> is an environment variable, <c>${file:PATH}</c> a file's text.</summary>
/// <remarks>
/// Within an address a secret is percent-encoded, so that a password may hold any letters; one that is the whole address is taken
/// as it is. Every secret is hidden from then on, wherever it would be shown.
/// </remarks>
internal sealed partial class ConfigSecrets
{
    private const string FilePrefix = "file:";

    // Windows finds variables by names in other cases as well.
    private static ImmutableHashSet<string> _variables = ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase);

    private readonly List<ConfigProblem> _problems = [];

    /// <summary>The environment variables that secrets were taken from so far.</summary>
    public static IReadOnlySet<string> Variables => _variables;

    /// <summary>Fills the addresses of a configuration whose keys have been checked.</summary>
    /// <exception cref="ConfigException">Every secret that isn't there.</exception>
    public static void Fill(JsonObject root, ConfigLines lines)
    {
        var secrets = new ConfigSecrets();
        secrets.FillStream(root, "");
        secrets.FillEach(root["sources"], "sources", secrets.FillStream);
        secrets.FillEach(root["serve"]?["tokens"], "serve.tokens", (token, path) => secrets.FillKey(token, "token", path));
        secrets.FillKey(root["cluster"], "address", "cluster.");
        secrets.FillKey(root["publish"]?["mqtt"], "address", "publish.mqtt.");
        secrets.FillEach(root["publish"]?["webhooks"], "publish.webhooks", (hook, path) =>
        {
            secrets.FillKey(hook, "url", path);
            secrets.FillKey(hook, "secret", path);
        });
        if (secrets._problems.Count > 0) throw new ConfigException(secrets._problems, lines);
    }

    /// <summary>Fills one address.</summary>
    /// <exception cref="ConfigException">Every secret that isn't there.</exception>
    public static string Fill(string address, string key)
    {
        var secrets = new ConfigSecrets();
        var filled = secrets.FillText(address, key);
        return secrets._problems.Count == 0 ? filled : throw new ConfigException(secrets._problems);
    }

    /// <summary>Puts something in the places of an address' secrets.</summary>
    /// <param name="text">The address.</param>
    /// <param name="with">What; told whether the secret is the whole address.</param>
    public static string Replace(string text, Func<bool, string> with) => Placeholder().Replace(text, place => with(place.Length == text.Length));

    private void FillStream(JsonNode stream, string path)
    {
        FillKey(stream["source"], "rtsp", path + "source.");
        FillKey(stream["outputs"], "restream", path + "outputs.");
        FillKey(stream["outputs"]?["foveate"], "target", path + "outputs.foveate.");
    }

    private void FillEach(JsonNode? list, string path, Action<JsonNode, string> fill)
    {
        foreach (var (index, entry) in (list as JsonArray ?? []).Index())
        {
            if (entry is not null) fill(entry, $"{path}[{index}].");
        }
    }

    private void FillKey(JsonNode? section, string key, string path)
    {
        if (section?[key]?.GetValue<string>() is not { } text) return;
        section[key] = FillText(text, path + key);
    }

    private string FillText(string text, string key) => Placeholder().Replace(text, place =>
    {
        var secret = Find(place.Groups[1].Value, key);
        return place.Length == text.Length ? secret : Uri.EscapeDataString(secret);
    });

    private string Find(string name, string key)
    {
        var secret = name.StartsWith(FilePrefix, StringComparison.Ordinal) ? ReadFile(name[FilePrefix.Length..], key) : ReadVariable(name, key);
        SafeAddress.Hide(secret);
        return secret;
    }

    private string ReadVariable(string name, string key)
    {
        ImmutableInterlocked.Update(ref _variables, (known, added) => known.Add(added), name);
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
