namespace StavisLive.Media.Ffmpeg;

/// <summary>The last words of a child process: what a stream said, bounded. Thread-safe.</summary>
internal sealed class MessageTail
{
    // ffmpeg's reason for giving up stands in its last few lines; a damaged stream fills megabytes before.
    private const int Capacity = 8 * 1024;

    private readonly Lock _lock = new();
    private readonly byte[] _ring = new byte[Capacity];
    private long _length;

    /// <summary>Reads the stream to its end.</summary>
    /// <param name="stream">Borrowed.</param>
    /// <param name="onMore">Called when something was added.</param>
    public void Drain(Stream stream, Action onMore)
    {
        Span<byte> buffer = stackalloc byte[1024];
        while (stream.Read(buffer) is > 0 and var count)
        {
            Append(buffer[..count]);
            onMore();
        }
    }

    /// <summary>Adds bytes; the oldest fall out.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            foreach (var value in bytes) _ring[_length++ % Capacity] = value;
        }
    }

    /// <summary>The last lines, oldest first, without empty ones; the first may be cut off at its beginning.</summary>
    public IReadOnlyList<string> Lines(int limit)
    {
        var lines = Text().Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length <= limit ? lines : lines[^limit..];
    }

    private string Text()
    {
        lock (_lock)
        {
            var count = (int)Math.Min(_length, Capacity);
            var bytes = new byte[count];
            for (var i = 0; i < count; i++) bytes[i] = _ring[(_length - count + i) % Capacity];
            return System.Text.Encoding.UTF8.GetString(bytes);
        }
    }
}
