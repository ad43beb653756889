using System.Text.Json;
using System.Text.Json.Serialization;

namespace StavisLive.Core.Configuration;

/// <summary>Reads configuration files: JSON with comments and trailing commas allowed, unknown keys refused.</summary>
public static class ConfigFile
{
    private static readonly JsonSerializerOptions Options = MakeOptions();

    /// <summary>Reads a file; keys it leaves out keep their defaults.</summary>
    /// <exception cref="ConfigException">Missing, unreadable, not JSON, an unknown key, or a value of the wrong kind.</exception>
    public static StavisConfig Load(string path) => Load<StavisConfig>(path);

    /// <summary>The same for a configuration of another kind.</summary>
    /// <exception cref="ConfigException">Missing, unreadable, not JSON, an unknown key, or a value of the wrong kind.</exception>
    public static T Load<T>(string path)
        where T : class => Parse<T>(path, ReadAll(path));

    /// <summary>Reads a configuration from text; <paramref name="file"/> names it in messages.</summary>
    /// <exception cref="ConfigException">Not JSON, an unknown key, or a value of the wrong kind.</exception>
    public static StavisConfig Parse(string file, ReadOnlySpan<byte> text) => Parse<StavisConfig>(file, text);

    /// <summary>The same for a configuration of another kind.</summary>
    /// <exception cref="ConfigException">Not JSON, an unknown key, or a value of the wrong kind.</exception>
    public static T Parse<T>(string file, ReadOnlySpan<byte> text)
        where T : class
    {
        try
        {
            var unknown = ConfigKeyCheck.Run(file, text, typeof(T), Options);
            if (unknown.Count > 0) throw new ConfigException(unknown);
            return JsonSerializer.Deserialize<T>(text, Options)
                ?? throw new ConfigException($"{file}: holds \"null\"; an object {{ ... }} is expected.");
        }
        catch (JsonException e)
        {
            // The serialiser's own text ends with its internal path; line and key say the same in the user's terms.
            var where = $"{file}, line {(e.LineNumber ?? 0) + 1}";
            var key = string.IsNullOrEmpty(e.Path) || e.Path == "$" ? "" : $": the value of \"{e.Path.TrimStart('$', '.')}\" is of the wrong kind";
            throw new ConfigException(key.Length > 0 ? where + key + "." : $"{where}: not valid JSON: {FirstSentence(e.Message)}");
        }
    }

    /// <summary>A configuration as the text of a file, every key written out.</summary>
    public static string Format<T>(T config)
        where T : class => JsonSerializer.Serialize(config, Options) + "\n";

    private static byte[] ReadAll(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"The configuration {path} cannot be read: {e.Message}");
        }
    }

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" Path:", StringComparison.Ordinal);
        if (end < 0) end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            AllowTrailingCommas = true,
            ReadCommentHandling = JsonCommentHandling.Skip,
            WriteIndented = true,
            RespectNullableAnnotations = true,
            TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver(),
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        return options;
    }
}
