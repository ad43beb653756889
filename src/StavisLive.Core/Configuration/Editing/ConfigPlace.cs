using System.Text.Json;

namespace StavisLive.Core.Configuration.Editing;

/// <summary>Where a value stands in a text, and what stands in it.</summary>
/// <param name="Kind">What its first token is.</param>
/// <param name="Start">Its first byte.</param>
/// <param name="End">The byte after its last one.</param>
/// <param name="Entries">The members of an object, or the elements of a list.</param>
internal sealed record ConfigPlace(JsonTokenType Kind, int Start, int End, IReadOnlyList<ConfigEntry> Entries)
{
    /// <summary>The value of a key; null where there is none.</summary>
    public ConfigPlace? this[string key] => Entries.FirstOrDefault(entry => entry.Key == key)?.Value;
}
