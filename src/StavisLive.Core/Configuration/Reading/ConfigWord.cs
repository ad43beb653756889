using System.Text.Json;
using System.Text.Json.Serialization;

namespace StavisLive.Core.Configuration.Reading;

/// <summary>One kind of word with the value that each stands for.</summary>
/// <param name="parse">The value of a word; null where it is none of these.</param>
/// <param name="format">The word of a value.</param>
/// <param name="expected">What would be right, as a sentence goes on behind the key: <c>is auto, mjpeg, yuyv</c>.</param>
internal sealed class ConfigWord<T>(Func<string, T?> parse, Func<T, string> format, string expected) : JsonConverter<T>, IConfigWord
    where T : struct
{
    /// <inheritdoc />
    public JsonConverter Converter => this;

    /// <summary>The value of a word; null where it is none of these.</summary>
    public T? Parse(string word) => parse(word);

    /// <inheritdoc />
    public bool Knows(string word) => parse(word) is not null;

    /// <inheritdoc />
    public ConfigProblem Problem(string key, string word)
    {
        var problem = new ConfigProblem(key, word, "");
        return problem with { Message = $"`{problem.LocalKey}` {expected}, not \"{word}\"." };
    }

    /// <inheritdoc />
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new JsonException();
        // An unknown word was found before, when the text was scanned: a configuration that holds one is never run.
        return parse(reader.GetString()!) ?? default;
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(format(value));
}
