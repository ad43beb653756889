using System.Text;

namespace StavisLive.Core.Configuration.Editing;

/// <summary>A configuration's text, and what lies between its values.</summary>
/// <param name="bytes">The text.</param>
internal readonly ref struct ConfigText(ReadOnlySpan<byte> bytes)
{
    /// <summary>The text.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>What precedes a place on its line, if that is nothing but spaces; else null.</summary>
    public string? IndentOf(int at)
    {
        var start = LineStart(at);
        return Bytes[start..at].ContainsAnyExcept((byte)' ', (byte)'\t') ? null : Encoding.UTF8.GetString(Bytes[start..at]);
    }

    /// <summary>The spaces that a place's line begins with.</summary>
    public string LineIndentOf(int at)
    {
        var line = Bytes[LineStart(at)..at];
        var length = line.IndexOfAnyExcept((byte)' ', (byte)'\t');
        return Encoding.UTF8.GetString(length < 0 ? line : line[..length]);
    }

    /// <summary>How many bytes precede a place on its line.</summary>
    public int ColumnOf(int at) => at - LineStart(at);

    /// <summary>The next comma, bracket or value after a place: spaces, line ends and comments are passed over.</summary>
    public int NextToken(int at)
    {
        while (true)
        {
            at = SkipSpaces(at, " \t\r\n"u8);
            if (CommentEnd(at) is not { } end) return at;
            at = end;
        }
    }

    /// <summary>Behind what still belongs to a place's line: spaces and comments that end on it.</summary>
    public int SkipRestOfLine(int at)
    {
        var rest = at;
        while (true)
        {
            rest = SkipSpaces(rest, " \t"u8);
            if (CommentEnd(rest) is not { } end || Bytes[rest..end].Contains((byte)'\n')) return at;
            at = rest = end;
        }
    }

    /// <summary>Behind the spaces after a place.</summary>
    public int SkipBlanks(int at) => SkipSpaces(at, " \t"u8);

    /// <summary>Behind the end of a line that ends at a place; null where none does.</summary>
    public int? LineEnd(int at)
    {
        if (at >= Bytes.Length) return at;
        if (Bytes[at..].StartsWith("\r\n"u8)) return at + 2;
        return Bytes[at] == '\n' ? at + 1 : null;
    }

    /// <summary>The first byte of a place's line.</summary>
    public int LineStart(int at) => Bytes[..at].LastIndexOf((byte)'\n') + 1;

    private int SkipSpaces(int at, ReadOnlySpan<byte> spaces)
    {
        var length = Bytes[at..].IndexOfAnyExcept(spaces);
        return length < 0 ? Bytes.Length : at + length;
    }

    // The line's end is no part of a comment.
    private int? CommentEnd(int at)
    {
        var rest = Bytes[at..];
        if (rest.StartsWith("//"u8)) return rest.IndexOfAny((byte)'\r', (byte)'\n') is >= 0 and var length ? at + length : Bytes.Length;
        return rest.StartsWith("/*"u8) ? at + 2 + rest[2..].IndexOf("*/"u8) + 2 : null;
    }
}
