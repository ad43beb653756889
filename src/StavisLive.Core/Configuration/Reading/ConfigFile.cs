using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using StavisLive.Core.Files;

namespace StavisLive.Core.Configuration.Reading;

/// <summary>Reads configuration files: JSON with comments and trailing commas allowed, unknown keys refused.</summary>
public static class ConfigFile
{
    // A thousand streams, each with everything that can be said of one, have three.
    private const int MostBytes = 64 << 20;

    private static readonly JsonSerializerOptions Options = MakeOptions();

    private static readonly JsonDocumentOptions DocumentOptions =
        new() { AllowTrailingCommas = Options.AllowTrailingCommas, CommentHandling = Options.ReadCommentHandling };

    /// <summary>Reads a file; keys it leaves out keep their defaults, and sources of a list those of the sections above it.</summary>
    /// <exception cref="ConfigException">
    /// Missing, unreadable, not JSON, or everything that is wrong with its keys, kinds of value and secrets.
    /// </exception>
    public static StavisConfig Load(string path) => Parse(path, ReadAll(path));

    /// <summary>The same, but secrets stay named (<c>${NAME}</c>): for a configuration that other machines are to run.</summary>
    /// <exception cref="ConfigException">As above.</exception>
    public static StavisConfig LoadNamed(string path) => ParseNamed(path, ReadAll(path));

    /// <summary>The same for a configuration of another kind.</summary>
    /// <exception cref="ConfigException">Missing, unreadable, not JSON, an unknown key, or a value of the wrong kind.</exception>
    public static T Load<T>(string path)
        where T : class => Parse<T>(path, ReadAll(path));

    /// <summary>Reads a configuration from text; <paramref name="file"/> names it in messages.</summary>
    /// <exception cref="ConfigException">Not JSON, an unknown key, or a value of the wrong kind.</exception>
    public static StavisConfig Parse(string file, ReadOnlySpan<byte> text) => Parse(file, text, hasSecrets: true);

    /// <summary>The same, but secrets stay named.</summary>
    /// <exception cref="ConfigException">As above.</exception>
    public static StavisConfig ParseNamed(string file, ReadOnlySpan<byte> text) => Parse(file, text, hasSecrets: false);

    /// <summary>The same for a configuration of another kind.</summary>
    /// <exception cref="ConfigException">Not JSON, an unknown key, or a value of the wrong kind.</exception>
    public static T Parse<T>(string file, ReadOnlySpan<byte> text)
        where T : class
    {
        CheckCoding(file, text);
        text = WithoutMark(text);
        try
        {
            var (lines, misread) = ConfigScan.Run(file, text, typeof(T), Options);
            if (misread.Count > 0) throw new ConfigException(misread, lines);
            return JsonSerializer.Deserialize<T>(text, Options) ?? throw NoObject(file);
        }
        catch (JsonException e)
        {
            throw NotJson(file, e);
        }
    }

    /// <summary>A configuration as the text of a file, every key written out.</summary>
    public static string Format<T>(T config)
        where T : class => JsonSerializer.Serialize(config, Options) + "\n";

    private static StavisConfig Parse(string file, ReadOnlySpan<byte> text, bool hasSecrets)
    {
        CheckCoding(file, text);
        text = WithoutMark(text);
        try
        {
            var (lines, misread) = ConfigScan.Run(file, text, typeof(StavisConfig), Options);
            var root = JsonNode.Parse(text, documentOptions: DocumentOptions) as JsonObject ?? throw NoObject(file);
            if (hasSecrets) ConfigSecrets.Fill(root, lines);
            SourceInheritance.Apply(root);
            var config = root.Deserialize<StavisConfig>(Options)!;
            return config with { Lines = lines, Misread = [.. misread.Select(config.WithStream)] };
        }
        catch (JsonException e)
        {
            throw NotJson(file, e);
        }
    }

    private static byte[] ReadAll(string path)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new ConfigException("The path of the configuration is empty; give it one, or leave the option out.");
        try
        {
            return SharedFile.ReadAllBytes(path, MostBytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ConfigException($"The configuration {path} cannot be read: {e.Message}");
        }
    }

    // Some editors begin a text with the mark of its coding.
    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> text) =>
        text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text;

    // The parser looks at texts only when they are asked for, and tells of them then as if the program were wrong.
    private static void CheckCoding(string file, ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text)) return;
        var good = 0;
        while (Rune.DecodeFromUtf8(text[good..], out _, out var length) == System.Buffers.OperationStatus.Done) good += length;
        throw new ConfigException($"{file}, line {1 + text[..good].Count((byte)'\n')}: the byte 0x{text[good]:x2} is no UTF-8; save the file in that coding.");
    }

    private static ConfigException NoObject(string file) => new($"{file} holds no configuration; an object {{ ... }} is expected.");

    // The serialiser's own text ends with its internal path.
    private static ConfigException NotJson(string file, JsonException e) =>
        new($"{file}, line {(e.LineNumber ?? 0) + 1}: not valid JSON: {FirstSentence(e.Message)}");

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
            NewLine = "\n",
            RespectNullableAnnotations = true,
            TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver(),
        };
        foreach (var converter in ConfigWords.Converters) options.Converters.Add(converter);
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        return options;
    }
}
