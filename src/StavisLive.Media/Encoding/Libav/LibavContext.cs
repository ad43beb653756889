using System.Globalization;

namespace StavisLive.Media.Encoding.Libav;

/// <summary>An encoder of libavcodec. Its own structure stays opaque: all of it is set by names. Disposing frees it. Not thread-safe.</summary>
internal sealed unsafe class LibavContext : IDisposable
{
    private readonly LibavLibrary _library;
    private readonly nint _context;
    private readonly LibavPacket _packet;

    /// <summary>Opens an encoder.</summary>
    /// <param name="library">The library; borrowed.</param>
    /// <param name="encoder">libavcodec's name for it.</param>
    /// <param name="options">Names and values.</param>
    /// <exception cref="LibavException">There is no such encoder, or it refuses.</exception>
    public LibavContext(LibavLibrary library, string encoder, IEnumerable<(string Name, string Value)> options)
    {
        var codec = library.FindEncoder(encoder);
        if (codec == 0) throw new LibavException($"{library.Name} has no {encoder}");
        _library = library;
        _context = library.NewContext(codec);
        if (_context == 0) throw new OutOfMemoryException();
        try
        {
            foreach (var (name, value) in options)
            {
                if (library.SetOption(_context, name, value) is < 0 and var refusal) throw new LibavException($"{encoder} takes no {name}={value}: {library.Explain(refusal)}");
            }
            if (library.Open(_context, codec) is < 0 and var error) throw new LibavException($"{encoder} cannot be opened: {library.Explain(error)}");
            Header = ReadHeader();
            _packet = new LibavPacket(library);
        }
        catch
        {
            library.FreeContext(_context);
            throw;
        }
    }

    /// <summary>What a decoder must know beforehand (extradata); empty for encoders that need none.</summary>
    public byte[] Header { get; }

    /// <summary>Encodes a picture, or with null what is left of them, and hands out what is ready.</summary>
    /// <exception cref="LibavException">The encoder failed.</exception>
    public void Encode(LibavFrame? frame, Action<LibavPacket> take)
    {
        if (_library.SendFrame(_context, frame?.Address ?? 0) is < 0 and var error) throw new LibavException(_library.Explain(error));
        // Until it wants more, or has no more: whatever went wrong for another reason, the next picture tells.
        while (_library.ReceivePacket(_context, _packet.Address) >= 0)
        {
            take(_packet);
            _packet.Clear();
        }
    }

    /// <summary>Changes one of the numbers that it heeds while it runs; a library that doesn't let it be changed goes on as before.</summary>
    public void Change(string name, long value) => _library.SetOption(_context, name, value.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc />
    public void Dispose()
    {
        _packet.Dispose();
        _library.FreeContext(_context);
    }

    private byte[] ReadHeader()
    {
        var parameters = _library.NewParameters();
        try
        {
            if (_library.ParametersOf(parameters, _context) is < 0 and var error) throw new LibavException(_library.Explain(error));
            var size = *(int*)(parameters + LibavLayout.ParametersHeaderSize);
            return size > 0 ? new ReadOnlySpan<byte>((void*)*(nint*)(parameters + LibavLayout.ParametersHeader), size).ToArray() : [];
        }
        finally
        {
            _library.FreeParameters(parameters);
        }
    }
}
