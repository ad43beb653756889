namespace StavisLive.Media.Ffmpeg;

/// <summary>The last words of a child process: what a stream said, bounded. Thread-safe.</summary>
internal sealed class MessageTail
{
    // ffmpeg's reason for giving up stands in its last few lines; a damaged stream fills megabytes before.
    private const int Capacity = 8 * 1024;

    private readonly Lock _lock = new();
    private readonly byte[] _ring = new byte[Capacity];
    private long _length;

    // Where the last line begins, which may not be at its end yet.
    private long _lastLine;

    /// <summary>Reads the stream to its end.</summary>
    /// <param name="stream">Borrowed.</param>
    /// <param name="onMore">Called when something was added: a line, or what there is of it yet.</param>
    public void Drain(Stream stream, Action onMore)
    {
        Span<byte> buffer = stackalloc byte[1024];
        while (stream.Read(buffer) is > 0 and var count)
        {
            for (var rest = buffer[..count]; !rest.IsEmpty;)
            {
                var piece = rest[..(rest.IndexOf((byte)'\n') is >= 0 and var end ? end + 1 : rest.Length)];
                Append(piece);
                onMore();
                rest = rest[piece.Length..];
            }
        }
    }

    /// <summary>The last line, as far as it was said.</summary>
    public string LastLine()
    {
        lock (_lock) return TextFrom(_lastLine);
    }

    /// <summary>The last lines, oldest first, without empty ones; the first may be cut off at its beginning.</summary>
    public IReadOnlyList<string> Lines(int limit)
    {
        string text;
        lock (_lock) text = TextFrom(0);
        var lines = text.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length <= limit ? lines : lines[^limit..];
    }

    // No more than a line; the oldest bytes fall out.
    private void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            if (_length > 0 && _ring[(_length - 1) % Capacity] == '\n') _lastLine = _length;
            foreach (var value in bytes) _ring[_length++ % Capacity] = value;
        }
    }

    private string TextFrom(long begin)
    {
        var count = (int)Math.Min(_length - begin, Capacity);
        var bytes = new byte[count];
        for (var i = 0; i < count; i++) bytes[i] = _ring[(_length - count + i) % Capacity];
        return System.Text.Encoding.UTF8.GetString(bytes);
    }
}
