namespace StavisLive.Core.Configuration.Editing;

/// <summary>A member of an object, or an element of a list.</summary>
/// <param name="Key">The member's key; null of an element.</param>
/// <param name="Start">The first byte of the key, or of the element.</param>
/// <param name="Value">Its value.</param>
internal sealed record ConfigEntry(string? Key, int Start, ConfigPlace Value)
{
    /// <summary>The byte after its last one.</summary>
    public int End => Value.End;
}
