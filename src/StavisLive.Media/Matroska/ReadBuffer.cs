namespace StavisLive.Media.Matroska;

/// <summary>A read buffer that large reads go around.</summary>
internal sealed class ReadBuffer
{
    // What a Linux pipe holds; reads of that size or more go to their destination without a copy.
    private const int Capacity = 64 * 1024;

    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[Capacity];
    private int _start;
    private int _end;

    public ReadBuffer(Stream stream) => _stream = stream;

    /// <summary>Whether nothing is left; waits for the next byte to find out.</summary>
    public bool IsAtEnd
    {
        get
        {
            if (_start == _end) Refill();
            return _start == _end;
        }
    }

    /// <exception cref="EndOfStreamException">There is not so much left.</exception>
    public void ReadExactly(Span<byte> destination)
    {
        while (true)
        {
            var count = Math.Min(destination.Length, _end - _start);
            _buffer.AsSpan(_start, count).CopyTo(destination);
            _start += count;
            destination = destination[count..];
            if (destination.IsEmpty) return;
            if (destination.Length < Capacity)
            {
                Refill();
                if (_start == _end) throw new EndOfStreamException();
            }
            else
            {
                // Leaves what does not fill whole reads to the buffer, which takes in the head of the next element with it.
                var large = destination[..^(destination.Length % Capacity)];
                _stream.ReadExactly(large);
                destination = destination[large.Length..];
            }
        }
    }

    /// <exception cref="EndOfStreamException">There is not so much left.</exception>
    public void Skip(long count)
    {
        while (count > _end - _start)
        {
            count -= _end - _start;
            Refill();
            if (_start == _end) throw new EndOfStreamException();
        }
        _start += (int)count;
    }

    private void Refill()
    {
        _start = 0;
        _end = 0;
        _end = _stream.Read(_buffer);
    }
}
