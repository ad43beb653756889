using System.Text;

namespace StavisLive.Core.Configuration.Editing;

/// <summary>Something that takes the place of a part of a text.</summary>
/// <param name="Start">The part's first byte.</param>
/// <param name="End">The byte after its last one; the same where something is put in.</param>
/// <param name="Text">What stands there afterwards.</param>
internal sealed record TextChange(int Start, int End, string Text)
{
    /// <summary>A text with changes made; these are in order and don't overlap.</summary>
    public static byte[] Apply(ReadOnlySpan<byte> text, IEnumerable<TextChange> changes)
    {
        var (changed, at) = (new MemoryStream(), 0);
        foreach (var change in changes)
        {
            changed.Write(text[at..change.Start]);
            changed.Write(Encoding.UTF8.GetBytes(change.Text));
            at = change.End;
        }
        changed.Write(text[at..]);
        return changed.ToArray();
    }
}
