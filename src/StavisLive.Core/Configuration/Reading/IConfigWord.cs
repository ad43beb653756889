using System.Text.Json.Serialization;

namespace StavisLive.Core.Configuration.Reading;

/// <summary>A kind of setting that is written as one word: of a closed set, or of a form such as <c>1280x720</c>.</summary>
internal interface IConfigWord
{
    /// <summary>Reads it from a configuration file and writes it there.</summary>
    JsonConverter Converter { get; }

    /// <summary>Whether a word is one of these.</summary>
    bool Knows(string word);

    /// <summary>The problem of a key with another word.</summary>
    ConfigProblem Problem(string key, string word);
}
